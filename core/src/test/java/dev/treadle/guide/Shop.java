package dev.treadle.guide;

import static dev.treadle.Treadle.sleep;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The far away services that the guides' examples call: slow, and sometimes broken.
final class Shop {

  record User(int id, String name) {}

  record Order(int id) {}

  record Page(User user, List<Order> orders) {}

  private Shop() {}

  static User user(int id) {
    sleep(Duration.ofMillis(500));
    return new User(id, "User " + id);
  }

  static List<Order> orders(int userId) throws IOException {
    sleep(Duration.ofMillis(300));
    if (userId < 0) {
      throw new IOException("no orders of user " + userId);
    }
    return List.of(new Order(userId * 10), new Order(userId * 10 + 1));
  }

  static String title(String url) throws IOException {
    sleep(Duration.ofMillis(url.length()));
    if (url.endsWith("broken")) {
      throw new IOException(url + ": 500");
    }
    return "title of " + url;
  }
}
