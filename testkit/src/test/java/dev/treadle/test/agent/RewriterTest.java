package dev.treadle.test.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewriterTest {

  private static final ClassFile CLASS_FILE = ClassFile.of();

  private static final Set<String> CLOCKS = Set.of("nanoTime", "currentTimeMillis");

  /// They wait on platform threads, age their caches, or make a salt.
  private static final List<String> REAL_CLOCKS =
      List.of(
          "java/util/Currency",
          "java/util/Currency$CurrencyProperty",
          "java/util/Currency$SpecialCaseEntry",
          "java/util/ImmutableCollections",
          "java/util/ResourceBundle",
          "java/util/Timer",
          "java/util/TimerThread",
          "java/util/zip/ZipFile");

  @ParameterizedTest
  @ValueSource(strings = {"java.base/java/util/concurrent", "java.base/java/time", "java.net.http"})
  void rewrittenClassesOfTheJdkVerify(String folder) throws IOException {
    var jdk = FileSystems.getFileSystem(URI.create("jrt:/"));
    for (var bytes : classFiles(jdk.getPath("/modules", folder))) {
      assertThatItVerifiesRewritten(bytes);
    }
  }

  @Test
  void patchedClassesOfTheJdkVerify() throws IOException {
    var base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
    for (var bytes : classFiles(base)) {
      var name = CLASS_FILE.parse(bytes).thisClass().asInternalName();
      if (JdkClasses.isRewritten(name)) {
        var patched = JdkPatch.of(name).apply(CLASS_FILE, CLASS_FILE.parse(bytes));
        assertThat(patched == null ? List.of() : CLASS_FILE.verify(patched)).as(name).isEmpty();
      }
    }
  }

  /// A JDK that reads a clock in more places is noticed here.
  @Test
  void allOfTheJdksClocksAreRewrittenButThoseForItself() throws IOException {
    var base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base/java");
    var real = new TreeSet<String>();
    for (var folder : List.of("util", "time")) {
      for (var bytes : classFiles(base.resolve(folder))) {
        var model = CLASS_FILE.parse(bytes);
        var name = model.thisClass().asInternalName();
        if (readsClock(model) && !JdkClasses.readsClock(name)) {
          real.add(name);
        }
      }
    }

    assertThat(real).containsExactlyElementsOf(REAL_CLOCKS);
  }

  private static boolean readsClock(ClassModel model) {
    for (var entry : model.constantPool()) {
      if (entry instanceof MethodRefEntry method
          && method.owner().asInternalName().equals("java/lang/System")
          && CLOCKS.contains(method.name().stringValue())) {
        return true;
      }
    }
    return false;
  }

  @Test
  void rewrittenClassesOfALibraryVerify() throws Exception {
    var location = Assertions.class.getProtectionDomain().getCodeSource().getLocation();
    try (var jar = FileSystems.newFileSystem(Path.of(location.toURI()))) {
      for (var bytes : classFiles(jar.getPath("/org/assertj/core/internal"))) {
        assertThatItVerifiesRewritten(bytes);
      }
    }
  }

  @Test
  void rewrittenCodeDoesWhatItDid() {
    var code = new SampleCode();

    assertThat(code.lambdas()).isEqualTo(3);
    assertThat(code.records()).isEqualTo(4);
    assertThat(code.defaults()).isEqualTo("hello world");
    assertThat(code.monitors()).isEqualTo(1);
    assertThat(code.exceptions()).isEqualTo(1);
    assertThat(code.loops()).containsExactly(1, 1, 1, 2, 2, 3);
    assertThat(SampleCode.TABLE).containsEntry("initialised", 1);
  }

  @Test
  void fieldAndArrayAccessesAreRacePointsWhereAskedFor() throws IOException {
    assertThat(points("SampleCode", "exceptions", "racePoint", true)).isPositive();
    assertThat(points("SampleCode", "exceptions", "racePoint", false)).isZero();
  }

  @Test
  void monitorsNotifiesAndConcurrencyCallsAreSwitchPoints() throws IOException {
    // One at the beginning of the synchronized method, one at the block, one at the notify.
    assertThat(points("SampleCode", "monitors", "switchPoint", false)).isEqualTo(3);
  }

  @Test
  void constructorsAndClassInitialisersHaveNoPoints() throws IOException {
    for (var method : List.of("<init>", "<clinit>")) {
      assertThat(points("SampleCode", method, "racePoint", true)).isZero();
      assertThat(points("SampleCode", method, "switchPoint", true)).isZero();
    }
  }

  @Test
  void classInitialisersSayWhenTheyBeginAndHoweverTheyEnd() throws IOException {
    assertThat(points("SampleCode", "<clinit>", "initializing", false)).isEqualTo(1);
    assertThat(points("SampleCode", "<clinit>", "initialized", false)).isEqualTo(2);
  }

  @Test
  void aSynchronizedMethodLocksInItsBody() throws IOException {
    var model = CLASS_FILE.parse(bytesOf("SampleCode"));

    assertThat(
            isSynchronized(
                new UserCode(model, false, true, UserCode::isConcurrent).apply(CLASS_FILE, model)))
        .isFalse();
    assertThat(
            isSynchronized(
                new UserCode(model, false, false, UserCode::isConcurrent).apply(CLASS_FILE, model)))
        .isTrue();
  }

  private static boolean isSynchronized(byte @Nullable [] bytes) {
    assertThat(bytes).isNotNull();
    return CLASS_FILE.parse(bytes).methods().stream()
        .anyMatch(method -> method.flags().has(AccessFlag.SYNCHRONIZED));
  }

  @Test
  void rewrittenSynchronizedMethodsReleaseTheirLock() {
    var code = new SampleCode();

    assertThat(code.branches(-1)).isEqualTo("negative");
    assertThat(code.branches(0)).isEqualTo("zero");
    assertThat(SampleCode.locked(7)).isEqualTo(7);
    assertThatThrownBy(() -> code.branches(10)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Thread.holdsLock(code)).isFalse();
    assertThat(Thread.holdsLock(SampleCode.class)).isFalse();
  }

  @Test
  void jacocosProbesAreNoRacePoints() throws IOException {
    assertThat(points("ProbedCode", "probedOnly", "racePoint", true)).isZero();
    assertThat(points("ProbedCode", "$jacocoInit", "racePoint", true)).isZero();
    assertThat(points("ProbedCode", "setFlag", "racePoint", true)).isEqualTo(2);
  }

  @Test
  void aClassWithNothingToRewriteIsLeftAlone() throws IOException {
    var rewriter = new Rewriter(Set.of());

    assertThat(
            rewriter.transform(
                null, "dev/example/Plain", null, null, bytesOf("RewriterTest$Plain")))
        .isNull();
  }

  @SuppressWarnings("UnusedNestedClass") // read as bytes
  private record Plain(int number) {}

  @Test
  void testToolsAndTheTestKitItselfAreLeftAlone() throws IOException {
    var rewriter = new Rewriter(Set.of("dev/example/Own"));
    var bytes = bytesOf("SampleCode");

    assertThat(rewriter.transform(null, "org/junit/Sample", null, null, bytes)).isNull();
    assertThat(rewriter.transform(null, "dev/example/Own", null, null, bytes)).isNull();
    assertThat(rewriter.transform(null, "dev/example/Other", null, null, bytes)).isNotNull();
  }

  @Test
  void racePointsAreForAPackageAndThoseBelowIt() {
    var rewriter = new Rewriter(Set.of());

    assertThat(rewriter.addRacePoints(Set.of("com.example"))).isTrue();
    assertThat(rewriter.addRacePoints(Set.of("com.example"))).isFalse();
    assertThat(rewriter.hasRacePoints("com/example/A")).isTrue();
    assertThat(rewriter.hasRacePoints("com/example/deep/A$B")).isTrue();
    assertThat(rewriter.hasRacePoints("com/examples/A")).isFalse();
  }

  @Test
  void racePointsMayBeForOneClassAndThoseNestedInIt() {
    var rewriter = new Rewriter(Set.of());
    rewriter.addRacePoints(Set.of("com.example.Cache"));

    assertThat(rewriter.hasRacePoints("com/example/Cache")).isTrue();
    assertThat(rewriter.hasRacePoints("com/example/Cache$Entry")).isTrue();
    assertThat(rewriter.hasRacePoints("com/example/CacheLoader")).isFalse();
  }

  private static void assertThatItVerifiesRewritten(byte[] original) {
    var model = CLASS_FILE.parse(original);
    var rewritten =
        new UserCode(model, true, true, UserCode::isConcurrent).apply(CLASS_FILE, model);
    if (rewritten != null) {
      assertThat(CLASS_FILE.verify(rewritten)).as(model.thisClass().asInternalName()).isEmpty();
    }
  }

  private static long points(String type, String method, String hook, boolean racePoints)
      throws IOException {
    var model = CLASS_FILE.parse(bytesOf(type));
    var rewritten =
        new UserCode(model, racePoints, true, UserCode::isConcurrent).apply(CLASS_FILE, model);
    return rewritten == null ? 0 : calls(CLASS_FILE.parse(rewritten), method, hook);
  }

  private static long calls(ClassModel model, String method, String hook) {
    return model.methods().stream()
        .filter(candidate -> candidate.methodName().equalsString(method))
        .flatMap(candidate -> candidate.code().stream())
        .flatMap(code -> code.elementStream())
        .filter(
            element -> element instanceof InvokeInstruction call && call.name().equalsString(hook))
        .count();
  }

  private static byte[] bytesOf(String type) throws IOException {
    try (var in = RewriterTest.class.getResourceAsStream(type + ".class")) {
      assertThat(in).as(type).isNotNull();
      return in.readAllBytes();
    }
  }

  private static List<byte[]> classFiles(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return new ArrayList<>(
          files
              .filter(file -> file.toString().endsWith(".class"))
              .filter(file -> !file.toString().endsWith("module-info.class"))
              .map(RewriterTest::read)
              .toList());
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
