package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewClassesTest {

  @TempDir Path folder;

  @Test
  void allOfThemCompile() throws Exception {
    PreviewClasses.compile(ClassPath.here(), folder);

    assertThat(folder.resolve("dev/treadle/benchmarks/core"))
        .isDirectoryContaining("glob:**/JoxScopes.class")
        .isDirectoryContaining("glob:**/StructuredScopes.class");
  }

  @Test
  void whatDoesNotCompileIsAFailureOfItsSide() {
    assertThatThrownBy(() -> PreviewClasses.compile(new ClassPath(List.of("nowhere")), folder))
        .isInstanceOf(SideFailedException.class)
        .hasMessageStartingWith("preview classes do not compile: ")
        .hasMessageContaining("cannot find symbol");
  }
}
