package dev.treadle.benchmarks.http;

import dev.treadle.Task;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.http.client.HttpClient;
import java.util.ArrayList;
import java.util.concurrent.Callable;

/// Treadle's client as it comes, in tasks.
final class TreadleClient {

  private TreadleClient() {}

  public static void main(String[] words) throws Exception {
    Treadle.run(() -> {
      try (var client = HttpClient.open()) {
        Asking.report(words, url -> client.get(url).bytes().length, TreadleClient::inTasks);
      }
    });
  }

  private static long inTasks(int times, Callable<Long> body) throws Exception {
    return TaskGroup.call(group -> {
      var all = new ArrayList<Task<Long>>();
      for (int i = 0; i < times; i++) {
        all.add(group.start(body::call));
      }
      long sum = 0;
      for (var one : all) {
        sum += one.await();
      }
      return sum;
    });
  }
}
