package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// Cookies that outlive a program.
class CookieJarSnippets {

  // @start region=jar
  void visit(Path file) throws IOException {
    var jar = CookieJar.create();
    if (Files.exists(file)) {
      jar.load(file);
    }
    try (var client = HttpClient.open(s -> s.withCookies(jar))) {
      client.get("http://nobody/").raiseForStatus();
    } finally {
      jar.save(file);
    }
  }

  // @end

  @TreadleTest(realTime = true)
  void itIsSaved(@TempDir Path directory) {
    var file = directory.resolve("cookies.txt");
    try {
      visit(file);
    } catch (IOException nobody) {
      assertThat(nobody).isInstanceOf(HttpException.ConnectFailed.class);
    }
    assertThat(file).exists();
  }
}
