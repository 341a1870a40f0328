package dev.treadle;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.time.Duration;

/// Reads a fifo to which another task writes only after it has ticked for a while. With one carrier
/// it never ends if the read holds it.
final class FifoProgram {

  private FifoProgram() {}

  public static void main(String[] arguments) throws Exception {
    Treadle.run(() ->
        Treadle.gather(() -> read(arguments[0]), () -> tickAndWrite(arguments[0])));
  }

  private static void read(String fifo) throws Exception {
    try (var in = Treadle.blocking(() -> new FileInputStream(fifo))) {
      System.out.println("read " + Treadle.blocking(() -> in.read()));
    }
  }

  private static void tickAndWrite(String fifo) throws Exception {
    try (var out = Treadle.blocking(() -> new FileOutputStream(fifo))) {
      for (int i = 0; i < 20; i++) {
        Treadle.sleep(Duration.ofMillis(5));
      }
      System.out.println("ticked while the read was blocked");
      Treadle.blocking(() -> out.write(42));
    }
  }
}
