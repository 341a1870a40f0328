package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelfAttachTest {

  @Test
  void aJvmWithoutTheAgentAttachesItByItself() throws Exception {
    var jvm = ForkedJvm.withoutAgent(SleepForAnHour.class, "-XX:+EnableDynamicAgentLoading");

    assertThat(jvm.output()).isEqualTo("2026-01-01T01:00:00Z");
  }

  @Test
  void optionsForThisJvmAreNotTheAttachingOnes() throws Exception {
    var options =
        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:"
            + RealTime.unusedPort();

    var jvm =
        ForkedJvm.start(
            SleepForAnHour.class,
            Map.of("JAVA_TOOL_OPTIONS", options),
            "-XX:+EnableDynamicAgentLoading");

    assertThat(jvm.output()).endsWith("2026-01-01T01:00:00Z");
  }

  @Test
  void aJvmThatRefusesTheAgentSaysWhatToConfigure() throws Exception {
    var jvm = ForkedJvm.withoutAgent(SleepForAnHour.class, "-XX:+DisableAttachMechanism");

    assertThat(jvm.output())
        .startsWith("the simulation needs its Java agent, and this JVM did not let it attach (")
        .endsWith(
            "); start the JVM with -javaagent:/path/to/treadle-testkit.jar instead"
                + " (Surefire: <argLine>-javaagent:${dev.treadle:treadle-testkit:jar}</argLine>,"
                + " see docs/testing.md)");
  }

  @Test
  void theAgentMayBeGivenTwice() throws Exception {
    var jvm = ForkedJvm.withAgent(SleepForAnHour.class, ForkedJvm.agentOption());

    assertThat(jvm.output()).isEqualTo("2026-01-01T01:00:00Z");
  }

  @Test
  void aTestKitThatIsNotOnTheClassPathAttachesNothingAndSaysWhyOnlyWhereATestSimulates()
      throws Exception {
    var jvm = ForkedJvm.withoutTestKit(InAClassLoaderOfItsOwn.class);

    assertThat(jvm.output())
        .matches(
            """
            session opened
            the simulation needs its Java agent, and no agent can come from this class loader \\(\
            java\\.net\\.URLClassLoader@[0-9a-f]+\\): the JVM looks for agents on its class path only; \
            run these tests in a JVM that has treadle-testkit there, see docs/testing\\.md\
            """);
  }

  /// Opens a session of JUnit's launcher as Maven does in its own JVM when it looks for tests to
  /// share out among forks, then asks for the agent.
  static final class InAClassLoaderOfItsOwn {

    private InAClassLoaderOfItsOwn() {}

    /// What the forked JVM runs.
    public static void main(String[] arguments) throws Exception {
      var urls = new ArrayList<URL>();
      for (String place : System.getProperty("apart").split(File.pathSeparator, -1)) {
        urls.add(Path.of(place).toUri().toURL());
      }
      var parent = ClassLoader.getPlatformClassLoader();
      try (var loader = new URLClassLoader(urls.toArray(URL[]::new), parent)) {
        openSession(loader.loadClass("dev.treadle.test.SimulationSession"));
        System.out.println("session opened");
        loader.loadClass("dev.treadle.test.agent.SelfAttach").getMethod("ensure").invoke(null);
      } catch (InvocationTargetException refused) {
        System.out.println(refused.getTargetException().getMessage());
      }
    }

    private static void openSession(Class<?> type) throws Exception {
      var session = type.getConstructor().newInstance();
      for (Method method : type.getMethods()) {
        if (method.getName().equals("launcherSessionOpened")) {
          method.invoke(session, (Object) null);
        }
      }
    }
  }

  /// Prints what time it is after a sleep, or why there was none.
  static final class SleepForAnHour {

    private SleepForAnHour() {}

    /// What the forked JVM runs.
    public static void main(String[] arguments) {
      try {
        Simulation.run(_ -> {
          Thread.sleep(Duration.ofHours(1));
          System.out.println(Instant.now());
        });
      } catch (IllegalStateException refused) {
        System.out.println(refused.getMessage());
      }
    }
  }
}
