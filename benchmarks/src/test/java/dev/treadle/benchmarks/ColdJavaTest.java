package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColdJavaTest {

  @TempDir Path folder;

  @Test
  void theModulesOwnJarStandsInItsBuildFolder() throws Exception {
    var jar = Files.createFile(folder.resolve("treadle-benchmarks-1.jar"));

    assertThat(ColdJava.ownJar(folder)).isEqualTo(jar);
  }

  @Test
  void aFolderInPlaceOfTheJarWillNotDo() {
    assertThatThrownBy(() -> ColdJava.ownJar(folder))
        .isInstanceOf(SideFailedException.class)
        .hasMessage(
            "expected treadle-benchmarks-*.jar in "
                + folder.toAbsolutePath()
                + ", found none; run benchmarks/run");
  }
}
