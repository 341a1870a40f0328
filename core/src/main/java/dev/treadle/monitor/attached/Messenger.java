package dev.treadle.monitor.attached;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;

/// Asks the Treadle of the program that it is loaded into for its tree, and is done.
///
/// It starts no thread, changes no class and keeps nothing. It uses nothing of Treadle but what it
/// finds there by name: the program may have another version, or keep it in a class loader of its
/// own.
public final class Messenger {

  private Messenger() {}

  /// Called by the JVM, in a thread that ends with this call.
  ///
  /// @param request `ps` or `pstree`, a space, and the file for the answer: `+` and a text, or `-`
  ///   and what went wrong
  public static void agentmain(String request, Instrumentation instrumentation) throws IOException {
    int space = request.indexOf(' ');
    var file = Path.of(request.substring(space + 1));
    Files.writeString(file, answer(request.substring(0, space), instrumentation));
  }

  private static String answer(String command, Instrumentation instrumentation) {
    var answer = new StringBuilder();
    try {
      for (Class<?> type : instrumentation.getAllLoadedClasses()) {
        if (type.getName().equals("dev.treadle.Roots")) {
          answer.append(tree(command, type.getClassLoader()));
        }
      }
    } catch (ReflectiveOperationException | RuntimeException | Error failure) {
      return "-its Treadle gave no answer: " + failure;
    }
    return answer.isEmpty() ? "-it has not used Treadle" : "+" + answer;
  }

  private static String tree(String command, ClassLoader loader)
      throws ReflectiveOperationException {
    var type = Class.forName("dev.treadle.monitor.TaskTree", true, loader);
    var tree = type.getMethod("capture").invoke(null);
    return command.equals("ps") ? (String) type.getMethod("table").invoke(tree) : tree.toString();
  }
}
