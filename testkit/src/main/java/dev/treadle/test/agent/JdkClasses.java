package dev.treadle.test.agent;

import java.util.Set;

/// Which of the JDK's own classes are rewritten: those through which ordinary code waits, reads a
/// clock, or draws.
final class JdkClasses {

  private static final String CONCURRENT = "java/util/concurrent/";

  private static final Set<String> CLOCKS =
      Set.of(
          "java/lang/Thread",
          "java/lang/VirtualThread",
          "java/lang/ref/ReferenceQueue",
          "java/time/Clock",
          "java/time/Clock$SystemClock",
          "java/time/Clock$SystemInstantSource",
          "java/time/Clock$TickClock",
          "java/util/Date",
          "java/util/GregorianCalendar",
          "java/util/JapaneseImperialCalendar",
          "java/util/zip/ZipOutputStream",
          "sun/util/locale/provider/CalendarProviderImpl");

  private static final Set<String> CHANCE =
      Set.of("java/lang/Math", "java/util/Collections", "java/util/Random", "java/util/UUID");

  /// Packages that belong to the JDK or to the machinery that runs tests; their classes are left as
  /// they are.
  private static final Set<String> OUTSIDE =
      Set.of(
          "java/",
          "javax/",
          "jdk/",
          "sun/",
          "com/sun/",
          "org/junit/",
          "org/opentest4j/",
          "org/apiguardian/",
          "org/assertj/",
          "org/hamcrest/",
          "org/apache/maven/",
          "org/jacoco/",
          "org/mockito/",
          "net/bytebuddy/",
          "com/intellij/",
          "org/eclipse/jdt/",
          "org/gradle/",
          "worker/org/gradle/");

  private JdkClasses() {}

  static boolean readsClock(String name) {
    return CLOCKS.contains(name) || name.startsWith(CONCURRENT) || name.equals("java/util/Random");
  }

  static boolean isRewritten(String name) {
    return readsClock(name) || CHANCE.contains(name) || isGenerator(name);
  }

  /// Returns whether a class is one of the generators that seed themselves from a shared counter.
  static boolean isGenerator(String name) {
    return name.equals("java/util/SplittableRandom") || name.startsWith("jdk/internal/random/");
  }

  /// Returns whether a class lets the id of the calling thread, which is counted for the whole JVM,
  /// decide something.
  static boolean hashesThreads(String name) {
    return name.equals("java/util/concurrent/ThreadLocalRandom")
        || name.startsWith("java/util/concurrent/Exchanger");
  }

  static boolean isUserCode(String name) {
    return OUTSIDE.stream().noneMatch(name::startsWith);
  }
}
