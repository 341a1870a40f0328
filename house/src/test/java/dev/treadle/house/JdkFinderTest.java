package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `.mvn/jdk.sh`, asked for a JDK that no machine has, so that real ones do not matter.
class JdkFinderTest {

  private static final String FIND = ". ./.mvn/jdk.sh; echo \"found $JAVA_HOME\"";

  @TempDir Path temporary;
  private Path home;
  private Shell shell;

  @BeforeEach
  void emptyHome() throws IOException {
    var folder = Files.createDirectories(temporary.resolve("a checkout"));
    Scripts.copy(".mvn/jdk.sh", folder);
    home = Files.createDirectories(temporary.resolve("my home"));
    shell = Shell.in(folder).with("HOME", home).with("PATH", tools()).with("TREADLE_JDK", 99);
  }

  static List<String> shells() {
    return Shell.present();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void javaHomeIsTakenIfNewEnough(String name) throws IOException {
    var jdk = Scripts.fakeJdk(temporary.resolve("jdk 99"), "99.0.1");

    var result = shell.named(name).with("JAVA_HOME", jdk).run(FIND);

    assertThat(result).isEqualTo(new Shell.Result(0, "found " + jdk + "\n", ""));
  }

  @Test
  void anOldJavaHomeIsPassedOverForAJdkInAUsualFolder() throws IOException {
    var old = Scripts.fakeJdk(temporary.resolve("jdk-17"), "17.0.15");
    var jdk = Scripts.fakeJdk(home.resolve(".sdkman/candidates/java/100-ea"), "100");

    assertThat(shell.with("JAVA_HOME", old).run(FIND).out()).isEqualTo("found " + jdk + "\n");
  }

  @Test
  void theCompilerOnThePathIsFollowedToItsJdk() throws IOException {
    var jdk = Scripts.fakeJdk(temporary.resolve("jdk 99"), "99");
    var link = Files.createDirectories(temporary.resolve("links")).resolve("javac");
    Files.createSymbolicLink(link, jdk.resolve("bin/javac"));

    var result = shell.with("PATH", link.getParent() + ":" + tools()).run(FIND);

    assertThat(result.out()).isEqualTo("found " + jdk + "\n");
  }

  @Test
  void aRuntimeWithoutACompilerIsNoJdk() throws IOException {
    var runtime = Scripts.fakeJdk(temporary.resolve("jre"), "99");
    Files.delete(runtime.resolve("bin/javac"));

    assertThat(shell.with("JAVA_HOME", runtime).run(FIND).exit()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void withOnlyOldJdksTheReaderLearnsWhatWasFoundAndWhatToInstall(String name) throws IOException {
    var old = Scripts.fakeJdk(temporary.resolve("jdk 17"), "17.0.15");
    var older = Scripts.fakeJdk(home.resolve(".jdks/corretto-8"), "1.8.0_392");

    var result = shell.named(name).with("JAVA_HOME", old).run(FIND);

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .startsWith(
            "Treadle needs a JDK 99 or newer, and found none.", "Found only:", "  Java 17  " + old)
        .contains("  Java 1  " + older, "Install Eclipse Temurin 99 or newer:")
        .last()
        .asString()
        .startsWith("or point JAVA_HOME at one:  JAVA_HOME=/path/to/jdk-99 ");
  }

  @Test
  void mavenIsNotEvenStartedWithoutAJdk() throws IOException {
    Scripts.copy("mvnw", shell.folder());

    var result = shell.run("./mvnw -version");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).startsWith("Treadle needs a JDK 99 or newer, and found none.\n");
  }

  /// Returns a folder with the programs the scripts need, and no Java.
  private Path tools() throws IOException {
    var folder = temporary.resolve("tools");
    for (var tool : List.of("sh", "sed", "readlink", "dirname", "uname")) {
      var found = Shell.in(temporary).run("command -v " + tool).out().strip();
      Scripts.write(folder.resolve(tool), "#!/bin/sh\nexec '" + found + "' \"$@\"\n");
    }
    return folder;
  }
}
