package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `.ci/run`, beside stand-ins for the wrapper and for what installs a browser.
class CiTest {

  private static final String VERIFY = "mvnw --batch-mode --no-transfer-progress verify";
  private static final String SKIPPED =
      "tests in a real browser are skipped: there is no chromium, ";

  @TempDir Path folder;
  private Path tools;

  @BeforeEach
  void standIns() throws IOException {
    Scripts.copy(".ci/run", folder);
    Scripts.write(folder.resolve("mvnw"), "#!/bin/sh\necho \"mvnw $*\"\nexit 3\n");
    tools = Files.createDirectories(folder.resolve("tools"));
    for (var needed : new String[] {"bash", "dirname", "sh"}) {
      tool(needed, "exec " + which(needed) + " \"$@\"");
    }
  }

  private static Path which(String name) {
    return Path.of("/bin").resolve(name).toFile().exists()
        ? Path.of("/bin").resolve(name)
        : Path.of("/usr/bin").resolve(name);
  }

  @Test
  void itRunsTheOneTestCommandLoudlyAndEndsAsItDoes() throws IOException {
    tool("chromium", "exit 0");

    assertThat(run()).isEqualTo(new Shell.Result(3, VERIFY + " -Pbrowser\n", ""));
  }

  @Test
  void itInstallsABrowserWhereItMay() throws IOException {
    tool("id", "echo 0");
    tool("apt-get", "echo \"$*\" >>\"" + folder + "/installed\"");

    assertThat(run().out()).isEqualTo(VERIFY + " -Pbrowser\n");
    assertThat(folder.resolve("installed")).hasContent("update\ninstall -y chromium\n");
  }

  @Test
  void itSaysWhyThereIsNoBrowser() throws IOException {
    assertThat(run().out()).startsWith(SKIPPED + "and no apt-get to install it\n" + VERIFY + "\n");

    tool("apt-get", "exit 100");
    tool("id", "echo 1000");
    assertThat(run().out()).startsWith(SKIPPED + "and only root may install it\n");

    tool("id", "echo 0");
    assertThat(run())
        .isEqualTo(
            new Shell.Result(
                3, SKIPPED + "and apt-get could not install it\n" + VERIFY + "\n", ""));
  }

  private void tool(String name, String script) throws IOException {
    Scripts.write(tools.resolve(name), "#!/bin/sh\n" + script + "\n");
  }

  private Shell.Result run() {
    return Shell.in(folder.resolve(".ci")).with("PATH", tools).run("./run");
  }
}
