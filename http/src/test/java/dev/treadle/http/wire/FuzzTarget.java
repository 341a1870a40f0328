package dev.treadle.http.wire;

import dev.treadle.http.HttpParseException;
import java.util.List;

/// A parser under attack.
///
/// @param name what reports call it
/// @param seeds inputs to begin with, good ones
/// @param words what inputs of this kind are made of
/// @param run has the parser read an input
public record FuzzTarget(String name, List<String> seeds, List<String> words, Run run) {

  /// How many bytes a parser may allocate for each byte of its input, and beside.
  static final int BYTES_A_BYTE = 600;

  static final int BYTES_BESIDE = 256 * 1024;

  /// Reads an input.
  @FunctionalInterface
  public interface Run {

    /// Returns everything that can be seen of the result; or throws, which is a result too.
    ///
    /// @param input the bytes
    /// @param piece how many to give the parser at once
    String of(byte[] input, int piece) throws HttpParseException;
  }

  /// The result as text: what was read, or how it was refused. Anything else that is thrown is a
  /// bug.
  String outcome(byte[] input, int piece) {
    try {
      return run.of(input, piece);
    } catch (HttpParseException refused) {
      return refused.status() + " " + refused.getMessage();
    }
  }
}
