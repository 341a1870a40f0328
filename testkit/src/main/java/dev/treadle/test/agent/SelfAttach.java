package dev.treadle.test.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/// Loads the agent into this JVM with no configuration: a second JVM attaches to this one, since
/// none may attach to itself.
public final class SelfAttach {

  private static final int PATIENCE_SECONDS = 60;
  private static final Set<String> OPTIONS =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private SelfAttach() {}

  /// Returns whether the agent could be of any use: the JVM takes an agent from its class path, so
  /// the test kit must have come from there too. In a class loader beside it, such as the one in
  /// which Maven looks for a project's tests, attaching would only make the JVM complain.
  public static boolean isPossible() {
    try {
      var system = ClassLoader.getSystemClassLoader();
      return Class.forName(Agent.class.getName(), false, system) == Agent.class;
    } catch (ClassNotFoundException elsewhere) {
      return false;
    }
  }

  /// Loads the agent unless it is there already.
  ///
  /// @throws IllegalStateException if the JVM refuses, or if it [could not be][#isPossible()]; the
  ///   message says what to do instead
  public static synchronized void ensure() {
    if (Agent.isInstalled()) {
      return;
    }
    if (!isPossible()) {
      throw new IllegalStateException(
          "the simulation needs its Java agent, and no agent can come from this class loader ("
              + Agent.class.getClassLoader()
              + "): the JVM looks for agents on its class path only; run these tests in a JVM that"
              + " has treadle-testkit there, see docs/testing.md");
    }
    try {
      attach();
    } catch (IOException | InterruptedException e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      if (Agent.isInstalled()) {
        return;
      }
      var inside = Agent.failure();
      var cause = inside == null ? e : inside;
      throw refused(cause.toString(), cause);
    }
    if (!Agent.isInstalled()) {
      throw refused("the agent was loaded, but not by this class loader", null);
    }
  }

  private static void attach() throws IOException, InterruptedException {
    var jar = agentJar();
    var log = Files.createTempFile("treadle-attach", ".log");
    try {
      await(attacher(jar, log).start(), log);
    } finally {
      delete(log);
      delete(jar);
    }
  }

  private static ProcessBuilder attacher(Path jar, Path log) {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-modules=jdk.attach",
                "-cp",
                OwnClasses.location().toString(),
                AttachMain.class.getName(),
                Long.toString(ProcessHandle.current().pid()),
                jar.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // What they ask for is for this JVM: a second one cannot listen on the same debugger's port.
    builder.environment().keySet().removeAll(OPTIONS);
    return builder;
  }

  private static void await(Process process, Path log) throws IOException, InterruptedException {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("no answer within " + PATIENCE_SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException(Files.readString(log).strip());
      }
    } finally {
      process.destroyForcibly(); // does nothing to one that has ended
    }
  }

  /// Deletes as well as it can: that a file is left over is no reason to run no tests.
  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException inUse) {
      file.toFile().deleteOnExit();
    }
  }

  /// Writes a jar with nothing in it but a manifest that names the agent: the class itself is on
  /// this JVM's path already, perhaps in a folder, and an agent must come in a jar.
  private static Path agentJar() throws IOException {
    var manifest = new Manifest();
    var attributes = manifest.getMainAttributes();
    attributes.put(Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Agent-Class", Agent.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    var jar = Files.createTempFile("treadle-agent", ".jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  private static IllegalStateException refused(String reason, @Nullable Throwable cause) {
    return new IllegalStateException(
        "the simulation needs its Java agent, and this JVM did not let it attach ("
            + reason
            + "); start the JVM with -javaagent:/path/to/treadle-testkit.jar instead"
            + " (Surefire: <argLine>-javaagent:${dev.treadle:treadle-testkit:jar}</argLine>,"
            + " see docs/testing.md)",
        cause);
  }
}
