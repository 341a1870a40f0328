package dev.treadle.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Lays out folders for tests of our shell scripts.
final class Scripts {

  private Scripts() {}

  /// Copies a file of this checkout into a folder, at the same place.
  static void copy(String path, Path folder) throws IOException {
    var target = folder.resolve(path);
    Files.createDirectories(target.getParent());
    Files.copy(Checkout.here().root().resolve(path), target);
    makeExecutable(target);
  }

  static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    makeExecutable(file);
    return file;
  }

  /// Makes what the finder takes for a JDK, a compiler that runs and a release file.
  static Path fakeJdk(Path folder, String version) throws IOException {
    write(folder.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(
        folder.resolve("release"),
        "JAVA_RUNTIME_VERSION=\"%s+1\"\nJAVA_VERSION=\"%s\"\n".formatted(version, version));
    return folder.toRealPath();
  }

  private static void makeExecutable(Path file) throws IOException {
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("could not make '" + file + "' executable");
    }
  }
}
