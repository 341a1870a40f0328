package dev.treadle.examples.scout.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// The browser of whoever sits here.
final class Browser {

  private Browser() {}

  /// Asks the system to show an address, and returns whether it knows how to. Does not wait.
  static boolean open(String address) {
    try {
      var _ =
          new ProcessBuilder(command(System.getProperty("os.name"), address))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return true;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  static List<String> command(String system, String address) {
    var name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return List.of("open", address);
    }
    return name.startsWith("windows")
        ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
        : List.of("xdg-open", address);
  }
}
