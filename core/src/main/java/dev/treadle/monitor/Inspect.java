package dev.treadle.monitor;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.treadle.monitor.attached.Messenger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// The program behind `./treadle ps PID` and `./treadle pstree PID`: see ADR 7.
final class Inspect {

  /// What went wrong, for the person who asked.
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private Inspect() {}

  /// Prints the answer and exits with 0, or a reason and exits with 1, or 2 for misuse.
  public static void main(String[] arguments) throws IOException {
    var command = arguments.length == 2 ? arguments[0] : "";
    if (!List.of("ps", "pstree").contains(command) || !arguments[1].matches("\\d{1,18}")) {
      System.err.println("usage: ps PID | pstree PID");
      System.exit(2);
    }
    try {
      System.out.print(ask(command, Long.parseLong(arguments[1])));
    } catch (Refused refused) {
      System.err.println("treadle: " + refused.getMessage());
      System.exit(1);
    }
  }

  static String ask(String command, long pid) throws IOException, Refused {
    requireAttach();
    requireOwn(pid);
    var folder = Files.createTempDirectory("treadle");
    var jar = folder.resolve("messenger.jar");
    var answer = folder.resolve("answer");
    try {
      writeJar(jar);
      send(pid, jar, command + " " + answer);
      return read(pid, answer);
    } finally {
      Files.deleteIfExists(answer);
      Files.deleteIfExists(jar);
      Files.delete(folder);
    }
  }

  private static void requireAttach() throws Refused {
    if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
      throw new Refused(
          "expected a JDK, found a runtime without module jdk.attach: "
              + System.getProperty("java.home"));
    }
  }

  private static void requireOwn(long pid) throws Refused {
    var process =
        ProcessHandle.of(pid).orElseThrow(() -> new Refused("there is no process " + pid));
    var owner = process.info().user();
    var self = ProcessHandle.current().info().user();
    if (owner.isPresent() && self.isPresent() && !owner.equals(self)) {
      throw new Refused(notYours(pid, owner.get(), self.get()));
    }
  }

  static String notYours(long pid, String owner, String self) {
    return "process "
        + pid
        + " belongs to '"
        + owner
        + "', and you are '"
        + self
        + "': ask as '"
        + owner
        + "'";
  }

  private static void send(long pid, Path jar, String request) throws IOException, Refused {
    try {
      var machine = VirtualMachine.attach(Long.toString(pid));
      try {
        machine.loadAgent(jar.toString(), request);
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException refused) {
      throw new Refused("process " + pid + " is no JVM, or one that does not answer");
    } catch (AgentLoadException | AgentInitializationException refused) {
      throw new Refused("process " + pid + " lets nobody in: " + refused.getMessage());
    }
  }

  private static String read(long pid, Path file) throws IOException, Refused {
    var answer = Files.exists(file) ? Files.readString(file) : "-it gave no answer";
    if (!answer.startsWith("+")) {
      throw new Refused("process " + pid + ": " + answer.substring(1));
    }
    return answer.substring(1);
  }

  private static void writeJar(Path jar) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Agent-Class", Messenger.class.getName());
    var name = Messenger.class.getName().replace('.', '/') + ".class";
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var in = Messenger.class.getResourceAsStream("Messenger.class")) {
      if (in == null) {
        throw new IOException("expected " + name + " beside this program, found none");
      }
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
    }
  }
}
