package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `.ci/run`, beside a stand-in for the wrapper.
class CiTest {

  @Test
  void itRunsTheOneTestCommandLoudlyAndEndsAsItDoes(@TempDir Path folder) throws IOException {
    Scripts.copy(".ci/run", folder);
    Scripts.write(folder.resolve("mvnw"), "#!/bin/sh\necho \"mvnw $*\"\nexit 3\n");

    assertThat(Shell.in(folder.resolve(".ci")).run("./run"))
        .isEqualTo(new Shell.Result(3, "mvnw --batch-mode --no-transfer-progress verify\n", ""));
  }
}
