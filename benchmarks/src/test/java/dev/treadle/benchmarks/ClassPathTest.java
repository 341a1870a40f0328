package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassPathTest {

  private final ClassPath path =
      ClassPath.of(String.join(File.pathSeparator, "target/classes", "lib/a-1.jar", "lib/b-2.jar"));

  @Test
  void entriesAreChosenByTheirFileNames() {
    assertThat(path.only(List.of("b-", "c-")).entries()).containsExactly("lib/b-2.jar");
    assertThat(path.without(List.of("b-", "c-")).entries())
        .containsExactly("target/classes", "lib/a-1.jar");
  }

  @Test
  void aJarIsFoundByTheBeginningOfItsName() {
    assertThat(path.jar("a-")).contains("lib/a-1.jar");
    assertThat(path.jar("classes")).isEmpty();
  }

  @Test
  void anEntryCanBePutInFront() {
    assertThat(path.only(List.of("a-")).behind(Path.of("own.jar")).text())
        .isEqualTo("own.jar" + File.pathSeparator + "lib/a-1.jar");
  }
}
