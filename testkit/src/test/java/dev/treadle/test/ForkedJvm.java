package dev.treadle.test;

import dev.treadle.seam.World;
import dev.treadle.test.agent.Agent;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.launcher.LauncherSession;

/// A second JVM that runs a class of the tests.
final class ForkedJvm {

  private final Process process;
  private final Path log;

  private ForkedJvm(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// Starts a JVM with the agent given by `-javaagent`.
  static ForkedJvm withAgent(Class<?> main, String... options) throws IOException {
    var all = new ArrayList<>(List.of(options));
    all.add(agentOption());
    return withoutAgent(main, all.toArray(String[]::new));
  }

  static String agentOption() {
    return "-javaagent:" + AgentJar.PATH;
  }

  /// Starts a JVM that has to attach the agent by itself.
  static ForkedJvm withoutAgent(Class<?> main, String... options) throws IOException {
    return start(main, Map.of(), options);
  }

  /// Starts a JVM on whose class path there is no test kit; the property `apart` says where it is.
  static ForkedJvm withoutTestKit(Class<?> main) throws IOException {
    var apart =
        Stream.of(World.class, Simulation.class, LauncherSession.class)
            .map(type -> root(type).toString())
            .collect(Collectors.joining(File.pathSeparator));
    // Of two class paths the JVM takes the last.
    return withoutAgent(main, "-cp", root(main).toString(), "-Dapart=" + apart);
  }

  /// Starts a JVM with these environment variables, that has to attach the agent by itself.
  static ForkedJvm start(Class<?> main, Map<String, String> environment, String... options)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath()));
    command.addAll(List.of(options));
    command.add(main.getName());
    var log = Files.createTempFile("forked", ".log");
    log.toFile().deleteOnExit();
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new ForkedJvm(builder.start(), log);
  }

  /// Waits for the JVM's end and returns all that it printed.
  String output() throws IOException, InterruptedException {
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      return "no end after a minute; so far:\n" + Files.readString(log);
    }
    return Files.readString(log).strip();
  }

  private static String classPath() {
    return Stream.of(World.class, Simulation.class, ForkedJvm.class)
        .map(type -> root(type).toString())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// Returns the folder or jar that a class was read from; its code source would name the module's
  /// location, where no test class is.
  private static Path root(Class<?> type) {
    var name = type.getName().replace('.', '/') + ".class";
    var url = type.getResource("/" + name);
    try {
      if (url != null && url.openConnection() instanceof JarURLConnection jar) {
        return Path.of(jar.getJarFileURL().toURI());
      }
      var uri = String.valueOf(url);
      return Path.of(URI.create(uri.substring(0, uri.length() - name.length())));
    } catch (Exception e) {
      throw new IllegalStateException("cannot tell where " + type + " comes from: " + url, e);
    }
  }

  private static final class AgentJar {
    static final Path PATH = write();

    private static Path write() {
      var manifest = new Manifest();
      manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
      manifest.getMainAttributes().putValue("Premain-Class", Agent.class.getName());
      manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
      try {
        var jar = Files.createTempFile("agent", ".jar");
        jar.toFile().deleteOnExit();
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
      } catch (IOException e) {
        throw new IllegalStateException("cannot write the agent's jar: " + e.getMessage(), e);
      }
    }
  }
}
