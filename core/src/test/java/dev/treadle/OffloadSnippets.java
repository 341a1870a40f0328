package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of offloading in [Treadle]'s documentation, run as tests.
class OffloadSnippets {

  // @start region="blocking"
  static String read(Path file) throws IOException {
    return Treadle.blocking(() -> Files.readString(file));
  }

  // @end

  // @start region="cpu"
  static int[] sorted(int[] numbers) {
    return Treadle.cpu(() -> {
      var copy = numbers.clone();
      Arrays.sort(copy);
      return copy;
    });
  }

  // @end

  // @start region="abandonable"
  static InetAddress lookUp(String host) throws UnknownHostException {
    return Treadle.timeout(
        Duration.ofSeconds(5),
        () -> Treadle.abandonable(
            _ -> {}, // an address holds nothing that must be closed
            () -> InetAddress.getByName(host)));
  }

  // @end

  @Test
  void aFileIsRead(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("greeting"), "hello");

    assertThat(read(file)).isEqualTo("hello");
  }

  @Test
  void numbersAreSorted() {
    assertThat(sorted(new int[] {3, 1, 2})).containsExactly(1, 2, 3);
  }

  @Test
  void anAddressIsLookedUp() throws UnknownHostException {
    assertThat(lookUp("localhost").isLoopbackAddress()).isTrue();
  }
}
