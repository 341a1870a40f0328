package dev.treadle.seam;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Providers are looked up once in the life of [Worlds], so each of these programs with a provider
/// loads the seam anew.
class WorldsTest {

  @TempDir Path services;

  @Test
  void withoutAProviderEveryThreadLivesInTheOneRealWorld() throws InterruptedException {
    var elsewhere = new LinkedBlockingQueue<World>();
    Thread.ofVirtual().start(() -> elsewhere.add(World.current())).join();

    assertThat(World.current()).isInstanceOf(RealWorld.class).isSameAs(elsewhere.take());
  }

  @Test
  void providersWorldIsTheCurrentOne() throws Exception {
    register(WorldProvider.class, SimulatedEverywhere.class);

    assertThat(currentWorldOfANewProgram()).isEqualTo(SimulatedWorld.class.getName());
  }

  @Test
  void threadThatTheProviderDoesNotKnowLivesInTheRealWorld() throws Exception {
    register(WorldProvider.class, SimulatedNowhere.class);

    assertThat(currentWorldOfANewProgram()).isEqualTo(RealWorld.class.getName());
  }

  @Test
  void networkOfTheRealWorldIsTheOneThatAModuleProvides() throws Exception {
    register(Network.class, NoNetwork.class);

    try (var program = newProgram()) {
      var world = Class.forName(World.class.getName(), true, program);
      Object current = world.getMethod("current").invoke(null);

      Object network = world.getMethod("network").invoke(current);

      assertThat(network.getClass().getName()).isEqualTo(NoNetwork.class.getName());
      assertThat(world.getMethod("network").invoke(current)).isSameAs(network);
    }
  }

  private void register(Class<?> service, Class<?> provider) throws Exception {
    var directory = Files.createDirectories(services.resolve("META-INF/services"));
    Files.writeString(directory.resolve(service.getName()), provider.getName());
  }

  private String currentWorldOfANewProgram() throws Exception {
    try (var program = newProgram()) {
      var world = Class.forName(World.class.getName(), true, program);
      return world.getMethod("current").invoke(null).getClass().getName();
    }
  }

  private URLClassLoader newProgram() throws MalformedURLException {
    var path =
        new URL[] {
          url(Path.of("target/classes")), url(Path.of("target/test-classes")), url(services)
        };
    // No parent: the platform's loader would find the seam that this JVM has loaded already.
    return new URLClassLoader(path, null);
  }

  private static URL url(Path directory) throws MalformedURLException {
    return directory.toUri().toURL();
  }
}
