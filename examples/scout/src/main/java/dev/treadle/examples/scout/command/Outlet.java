package dev.treadle.examples.scout.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Where a report goes: a file, or standard output if it is called `-`.
///
/// Whether the file can be written is found out before the crawl, not after an hour of it.
///
/// @param file `null` for standard output
record Outlet(@Nullable Path file) {

  /// Reads the name of one.
  static final class Converter implements ITypeConverter<Outlet> {

    @Override
    public Outlet convert(String text) {
      if (text.equals("-")) {
        return new Outlet(null);
      }
      var file = Path.of(text);
      var obstacle = text.isEmpty() ? "it has no name" : obstacle(file);
      if (obstacle != null) {
        throw new TypeConversionException(
            "expected a file that can be written, found '" + text + "': " + obstacle);
      }
      return new Outlet(file);
    }

    private static @Nullable String obstacle(Path file) {
      var folder = file.toAbsolutePath().getParent();
      if (Files.isDirectory(file) || folder == null) {
        return "it is a folder";
      }
      if (!Files.isDirectory(folder)) {
        return "there is no folder '" + folder + "'";
      }
      return Files.isWritable(Files.exists(file) ? file : folder) ? null : "it is not allowed";
    }
  }

  boolean isStandardOutput() {
    return file == null;
  }

  /// Writes what it is for.
  ///
  /// @throws IOException if that fails; the message says where
  void write(String text) throws IOException {
    if (file == null) {
      print(text);
      return;
    }
    try {
      Files.writeString(file, text);
    } catch (IOException failed) {
      throw new IOException("could not write '" + file + "': " + failed.getMessage(), failed);
    }
  }

  /// Prints to standard output, which says nothing by itself if it is full, or nobody reads on.
  static void print(String text) throws IOException {
    PrintStream out = System.out;
    out.print(text);
    if (out.checkError()) {
      throw new IOException("could not write to standard output");
    }
  }
}
