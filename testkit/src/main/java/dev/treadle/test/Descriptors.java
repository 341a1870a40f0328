package dev.treadle.test;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What this process' file descriptors pointed to at one time, without the JVM's own.
///
/// Linux tells what each of them points to. Other Unix systems tell how many there are, which
/// includes the JVM's own; Windows tells nothing.
///
/// @param targets one element a descriptor
record Descriptors(List<String> targets) {

  private static final Path LIST = Path.of("/proc/self/fd");
  private static final String UNKNOWN = "a file descriptor (this system does not tell of what)";

  static Descriptors now() {
    boolean interrupted = Thread.interrupted(); // an interrupt would close the files read here
    try {
      return Files.isDirectory(LIST) ? listed(LIST) : counted();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list this process' descriptors in " + LIST, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Lists the targets of the links in a folder.
  static Descriptors listed(Path folder) throws IOException {
    var sockets = SocketNames.read();
    var targets = new ArrayList<String>();
    try (var links = Files.newDirectoryStream(folder)) {
      for (var link : links) {
        var target = targetOf(link);
        if (target != null) {
          targets.add(sockets.describe(target));
        }
      }
    }
    targets.removeIf(Infrastructure::isDescriptor);
    targets.sort(null);
    return new Descriptors(targets);
  }

  private static @Nullable String targetOf(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return null; // closed since it was listed
    }
  }

  /// Takes their number for want of a list.
  static Descriptors counted() {
    long count =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            ? system.getOpenFileDescriptorCount()
            : 0;
    return new Descriptors(Collections.nCopies((int) count, UNKNOWN));
  }

  /// Returns what is there now and was not before: of two that point to the same, one is new if
  /// there was one before.
  List<String> since(Descriptors earlier) {
    var fresh = new ArrayList<>(targets);
    earlier.targets.forEach(fresh::remove);
    return fresh;
  }
}
