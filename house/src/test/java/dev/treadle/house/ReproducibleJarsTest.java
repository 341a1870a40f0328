package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproducibleJarsTest {

  private static final Instant BUILT = Instant.parse("2026-11-22T00:00:00Z");

  @Test
  void anEntryThatTellsWhenItWasBuiltIsReported(@TempDir Path folder) throws IOException {
    var jar = jar(folder, LocalDateTime.parse("2026-11-23T10:30:00"));

    assertThat(ReproducibleJars.check(jar, BUILT))
        .containsExactly(
            new Finding(
                "a.jar",
                jar.toString(),
                "expected 'A.class' dated 2026-11-22T00:00, found 2026-11-23T10:30"));
  }

  @Test
  void theTimestampOfThePomPasses(@TempDir Path folder) throws IOException {
    assertThat(
            ReproducibleJars.check(jar(folder, LocalDateTime.parse("2026-11-22T00:00:00")), BUILT))
        .isEmpty();
  }

  private static Path jar(Path folder, LocalDateTime time) throws IOException {
    var jar = folder.resolve("a.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      var entry = new JarEntry("A.class");
      entry.setTimeLocal(time);
      out.putNextEntry(entry);
    }
    return jar;
  }
}
