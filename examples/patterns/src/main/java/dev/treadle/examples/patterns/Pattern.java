package dev.treadle.examples.patterns;

/// A program of the gallery.
///
/// @param name what `./treadle patterns NAME` calls it
/// @param what it shows, in a line
record Pattern(String name, String what, Program program) {

  /// A `main` method.
  interface Program {

    /// Runs it; it prints what happens.
    void main() throws Exception;
  }
}
