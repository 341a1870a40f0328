package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `./treadle`, in a folder with stand-ins for what it calls.
class LauncherTest {

  private static final String USAGE =
      """
      usage: ./treadle COMMAND

        test                      run every test and check (./mvnw verify; options are passed on)
        stress                    run Lincheck and jcstress for long; every test run does a little of that
        demo [OPTION...]          crawl a sample site and show it at http://127.0.0.1:8080 (--port PORT for another place)
        crawl URL... [OPTION...]  crawl a site and tell of links that lead nowhere (--help shows the options)
        bench AREA [--quick]      compare Treadle with its peers in one area
        doctor [--reproducible]   show what this machine has; or build twice and compare the jars
        ps PID                    list the tasks of a running program, and its deadlocks
        pstree PID                show them as a tree
        patterns [NAME]           list what people write with asyncio, as programs; or run one and draw its tasks
        help                      show this text
      """;

  @TempDir Path temporary;
  private Path folder;
  private Shell shell;

  @BeforeEach
  void aFolderWithSpaces() throws IOException {
    folder = Files.createDirectories(temporary.resolve("a checkout"));
    Scripts.copy("treadle", folder);
    Scripts.copy(".mvn/jdk.sh", folder);
    Scripts.copy(".mvn/wrapper/maven-wrapper.properties", folder);
    Scripts.write(folder.resolve("mvnw"), "#!/bin/sh\necho \"mvnw $*\"\nexit 3\n");
    var jdk = Scripts.fakeJdk(temporary.resolve("jdk 99"), "99.0.1");
    shell =
        Shell.in(temporary).with("JAVA_HOME", jdk).with("HOME", temporary).with("TREADLE_JDK", 99);
  }

  @ParameterizedTest
  @CsvSource({
    "tset, unknown command 'tset'",
    "bench, bench needs an AREA",
    "doctor --loud, doctor does not know '--loud'",
    "ps, ps needs one PID",
    "pstree 1 2, pstree needs one PID",
    "ps me, ps needs one PID and 'me' is none",
  })
  void misuseGivesTheUsageAndExitCode2(String arguments, String message) {
    assertThat(treadle(arguments))
        .isEqualTo(new Shell.Result(2, "", "treadle: " + message + "\n" + USAGE));
  }

  @Test
  void stressRunsItsTestsAloneAndForLonger() {
    assertThat(treadle("stress").out())
        .startsWith("mvnw verify -Dquick -pl stress -am -Dtest=*LincheckTest,JcstressTest ")
        .endsWith(" -Dstress.times=20 -Dstress.mode=default\n");
  }

  @ParameterizedTest
  @CsvSource({"help", "--help", "''"})
  void helpNeedsNoJdk(String arguments) {
    shell = shell.with("TREADLE_JDK", 1000);

    assertThat(treadle(arguments)).isEqualTo(new Shell.Result(0, USAGE, ""));
  }

  @Test
  void testRunsTheOneTestCommandAndEndsAsItDoes() {
    assertThat(treadle("test -Dquick -pl seam"))
        .isEqualTo(new Shell.Result(3, "mvnw verify -Dquick -pl seam\n", ""));
  }

  @Test
  void benchHandsItsArgumentsOn() throws IOException {
    Scripts.write(folder.resolve("benchmarks/run"), "#!/bin/sh\necho \"run $* with $JAVA_HOME\"\n");

    assertThat(treadle("bench simulation --quick"))
        .isEqualTo(
            new Shell.Result(
                0,
                "run simulation --quick with " + shell.environment().get("JAVA_HOME") + "\n",
                ""));
  }

  @Test
  void benchWithoutBenchmarksSaysSo() {
    assertThat(treadle("bench simulation"))
        .isEqualTo(
            new Shell.Result(
                2, "", "treadle: bench needs benchmarks/run, which this checkout does not have\n"));
  }

  @Test
  void doctorShowsWhatTheMachineHas() throws IOException {
    var only = Files.createDirectories(temporary.resolve("bin"));
    Scripts.write(only.resolve("python3"), "#!/bin/sh\necho Python 3.99\n");
    Scripts.write(only.resolve("go"), "#!/bin/sh\necho go version go1.99\n");
    shell = shell.with("PATH", only + ":" + shell.environment().get("PATH"));

    assertThat(treadle("doctor").out().lines())
        .contains(
            "JDK        99.0.1+1  " + shell.environment().get("JAVA_HOME"),
            "test kit   not known: this JDK has no javap to look inside with",
            "Maven      apache-maven-3.9.16, which the first ./mvnw downloads",
            "git        no git checkout here",
            "python3    Python 3.99",
            "go         go version go1.99");
  }

  @Test
  void doctorSaysThatThisJdkHasWhatTheTestKitNeeds() throws IOException {
    javap("cat");

    assertThat(treadle("doctor").out().lines())
        .contains("test kit   this JDK has the internals it needs");
  }

  @Test
  void doctorLooksForEveryFieldThatTheTestKitReads() {
    var internals =
        Checkout.here().text("testkit/src/main/java/dev/treadle/test/JdkInternals.java");
    var fields =
        Pattern.compile("\\b(?:field|randomField)\\(\"(\\w+)\"")
            .matcher(internals)
            .results()
            .map(found -> " " + found.group(1) + " of ")
            .toList();

    assertThat(fields).hasSizeGreaterThan(3);
    assertThat(Checkout.here().text("treadle")).contains(fields);
  }

  @Test
  void doctorNamesTheInternalsThatAreMissing() throws IOException {
    javap("grep -v -e 'unblock()' -e 'VirtualThreadBuilder(java' -e 'final.* scheduler;'");

    assertThat(treadle("doctor").out().lines())
        .contains(
            "test kit   this JDK lacks Executor scheduler of VirtualThread, void unblock() of VirtualThread, VirtualThreadBuilder(Executor) of VirtualThreadBuilder: run simulations on JDK 25");
  }

  @ParameterizedTest
  @CsvSource({"ps", "pstree"})
  void psAsksTheCompiledCore(String command) throws IOException {
    Files.createDirectories(folder.resolve("core/target/classes"));
    java();

    assertThat(treadle(command + " 42").out())
        .isEqualTo(
            "java -XX:TieredStopAtLevel=1 -cp core/target/classes dev.treadle.monitor.Inspect "
                + command
                + " 42\n");
  }

  @Test
  void psCompilesTheCoreFirstIfNobodyHas() throws IOException {
    Scripts.write(folder.resolve("mvnw"), "#!/bin/sh\necho \"mvnw $*\"\n");
    java();

    var result = treadle("ps 42");

    assertThat(result.err()).isEqualTo("mvnw -q -ntp compile -Dquick -pl core -am\n");
    assertThat(result.out()).startsWith("java ");
  }

  @Test
  void patternsRunsTheCompiledExamplesAndTellsThemWhereTheUserIs() throws IOException {
    built("examples/patterns", "seam", "core");
    java();

    assertThat(treadle("patterns gather --html 'a page.html'"))
        .isEqualTo(
            new Shell.Result(
                0,
                "java -XX:TieredStopAtLevel=1 -Djdk.virtualThreadScheduler.parallelism=2"
                    + " -cp examples/patterns/target/classes:core/target/classes:seam/target/classes"
                    + " dev.treadle.examples.patterns.Patterns "
                    + temporary
                    + " gather --html a page.html\n",
                ""));
  }

  @ParameterizedTest
  @CsvSource({
    "demo --port 0, Scout demo --port 0",
    "crawl http://a/ --json 'b c', Scout crawl http://a/ --json b c"
  })
  void scoutRunsWhereTheUserIs(String arguments, String run) throws IOException {
    built("examples/scout", "seam", "core", "io", "http");
    Scripts.write(javaHome().resolve("bin/java"), "#!/bin/sh\necho \"$PWD: $*\"\n");

    assertThat(treadle(arguments))
        .satisfies(result ->
            assertThat(result.out())
                .startsWith(
                    temporary
                        + ": -XX:+UseSerialGC -cp "
                        + folder
                        + "/examples/scout/target/classes:")
                .endsWith("/lib/* dev.treadle.examples.scout.command." + run + "\n"));
  }

  @Test
  void anExampleIsBuiltFirstIfNobodyHasOrASourceIsNewer() throws IOException {
    built("examples/patterns", "seam", "core");
    maven("echo '[INFO] Building Treadle Core 0.1.0-SNAPSHOT        [3/4]'");
    java();
    var built = "treadle: building examples/patterns\n  Treadle Core\n";

    var source = Files.writeString(folder.resolve("core/New.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
    assertThat(treadle("patterns").err()).isEqualTo(built);
    assertThat(folder.resolve("asked"))
        .hasContent("-B compile -Dquick -pl examples/patterns -am\n");

    Files.delete(source);
    assertThat(treadle("patterns").err()).isEmpty();

    Files.delete(folder.resolve("examples/patterns/target/built"));
    assertThat(treadle("patterns").err()).isEqualTo(built);
  }

  @Test
  void whoWaitsForDownloadsSeesThem() throws IOException {
    Files.writeString(folder.resolve("pom.xml"), "");
    Files.createDirectories(folder.resolve("examples/patterns"));
    maven("for i in $(seq 120); do echo \"[INFO] Downloaded from central: $i\"; done");
    java();

    assertThat(treadle("patterns").err())
        .endsWith("building examples/patterns\n  50 files downloaded\n  100 files downloaded\n");
  }

  @Test
  void anExampleThatDoesNotCompileIsNotRun() throws IOException {
    maven("echo '[ERROR] A.java:[1,2] what is this'; exit 1");
    java();

    assertThat(treadle("patterns"))
        .isEqualTo(
            new Shell.Result(
                2,
                "",
                """
                treadle: building examples/patterns
                  A.java:[1,2] what is this
                treadle: the build has failed; all that it said is in examples/patterns/target/build.log
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "[ERROR] Unknown host repo.maven.apache.org",
    "curl: (6) Could not resolve host: repo.maven.apache.org",
    "[ERROR] Could not transfer artifact a:b from central",
  })
  void withoutANetworkTheFirstBuildSaysSo(String said) throws IOException {
    maven("echo '" + said + "'; exit 1");
    java();

    var result = treadle("crawl example.com");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .endsWith(
            "treadle: the first build downloads what Treadle needs, and could not: is there a network, and does Maven know its proxy?\n");
  }

  @Test
  void doctorWithoutAJdkSaysWhatToInstall() {
    shell = shell.with("TREADLE_JDK", 1000);

    var result = treadle("doctor");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).startsWith("Treadle needs a JDK 1000 or newer, and found none.\n");
  }

  /// 1 would be a broken link.
  @Test
  void aCrawlWithoutAJdkHasNotBegun() {
    shell = shell.with("TREADLE_JDK", 1000);

    assertThat(treadle("crawl example.com").exit()).isEqualTo(2);
  }

  /// Gives the stand-in for a JDK the look inside of the real one, through a filter.
  private void javap(String filter) throws IOException {
    Scripts.write(
        Path.of(shell.environment().getOrDefault("JAVA_HOME", ""), "bin/javap"),
        "#!/bin/sh\n'%s/bin/javap' \"$@\" | %s\n"
            .formatted(System.getProperty("java.home"), filter));
  }

  /// Pretends that an example was built, after the folders that it needs.
  private void built(String example, String... needed) throws IOException {
    Files.writeString(folder.resolve("pom.xml"), "");
    for (var module : needed) {
      Files.createDirectories(folder.resolve(module));
    }
    var target = Files.createDirectories(folder.resolve(example).resolve("target"));
    Files.writeString(target.resolve("built"), "");
  }

  /// Has Maven take down what it is asked to do, and then do something else.
  private void maven(String script) throws IOException {
    Scripts.write(
        folder.resolve("mvnw"), "#!/bin/sh\nprintf '%s\\n' \"$*\" >asked\n" + script + "\n");
  }

  private Path javaHome() {
    return Path.of(shell.environment().getOrDefault("JAVA_HOME", ""));
  }

  private void java() throws IOException {
    Scripts.write(
        Path.of(shell.environment().getOrDefault("JAVA_HOME", ""), "bin/java"),
        "#!/bin/sh\necho \"java $*\"\n");
  }

  private Shell.Result treadle(String arguments) {
    return shell.run("'a checkout/treadle' " + arguments);
  }
}
