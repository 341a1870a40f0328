package dev.treadle.test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// A run in a line of text: its seed and every choice that was made.
///
/// A seed alone repeats a run only with the very version of the test kit that drew it; the choices
/// repeat it with any. Very long runs fall back to the seed, because nobody pastes a megabyte.
///
/// @param test a hash of the test's name, 0 if unknown: a token is for one test, and others that
///   run beside it must not take it for theirs
/// @param strategy who made the choices
/// @param depth the strategy's depth
/// @param choices what was chosen, or `null` if there was too much of it
record ScheduleToken(
    int test, long seed, Strategy strategy, int depth, @Nullable ChoiceLog choices) {

  static final String PREFIX = "tr1_";
  private static final int LONGEST_BYTES = 6_000;

  /// Reads a token.
  ///
  /// @throws SimulationFailure if it is none, or damaged
  static ScheduleToken parse(String text) {
    var trimmed = text.strip();
    if (!trimmed.startsWith(PREFIX)) {
      throw bad(trimmed, "a token begins with '" + PREFIX + "'");
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(trimmed.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw bad(trimmed, "it has characters that no token has");
    }
    if (bytes.length <= Integer.BYTES) {
      throw bad(trimmed, "it is too short");
    }
    byte[] body = Arrays.copyOf(bytes, bytes.length - Integer.BYTES);
    try (var in =
        new DataInputStream(new ByteArrayInputStream(bytes, body.length, Integer.BYTES))) {
      if (in.readInt() != checksum(body)) {
        throw bad(trimmed, "its check sum does not fit");
      }
      return read(body);
    } catch (IOException | IllegalArgumentException e) {
      throw bad(trimmed, "another version of the test kit wrote it");
    }
  }

  /// Returns the token as text.
  @Override
  public String toString() {
    var body = write(choices);
    // A seed does not say which path of DFS it was.
    if (body.length > LONGEST_BYTES && strategy != Strategy.DFS) {
      body = write(null);
    }
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.write(body);
      out.writeInt(checksum(body));
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail: " + e.getMessage(), e);
    }
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /// Returns whether the token may be for a test of that name hash.
  boolean isFor(int name) {
    return test == 0 || name == 0 || test == name;
  }

  private byte[] write(@Nullable ChoiceLog chosen) {
    var bytes = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (var out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
      out.writeInt(test);
      out.writeLong(seed);
      out.writeUTF(strategy.name());
      writeNumber(out, depth);
      writeNumber(out, chosen == null ? 0 : chosen.size() + 1);
      if (chosen != null) {
        for (int i = 0; i < chosen.size(); i++) {
          writeNumber(out, chosen.get(i));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail: " + e.getMessage(), e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static ScheduleToken read(byte[] body) throws IOException {
    var inflater = new Inflater(true);
    try (var in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(body), inflater))) {
      int test = in.readInt();
      long seed = in.readLong();
      var strategy = Strategy.valueOf(in.readUTF());
      int depth = readNumber(in);
      int count = readNumber(in) - 1;
      var choices = count < 0 ? null : new ChoiceLog();
      for (int i = 0; i < count && choices != null; i++) {
        choices.add(readNumber(in));
      }
      return new ScheduleToken(test, seed, strategy, depth, choices);
    } finally {
      inflater.end();
    }
  }

  /// Seven bits a byte, the last one without the eighth.
  private static void writeNumber(DataOutputStream out, int number) throws IOException {
    int rest = number;
    while (rest > 0x7f) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  private static int readNumber(DataInputStream in) throws IOException {
    int number = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = in.readUnsignedByte();
      number |= (next & 0x7f) << shift;
      if (next <= 0x7f) {
        return number;
      }
    }
    throw new IOException("number too long");
  }

  private static int checksum(byte[] body) {
    var crc = new CRC32();
    crc.update(body);
    return (int) crc.getValue();
  }

  private static SimulationFailure bad(String text, String why) {
    var shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return new SimulationFailure(
        SimulationFailure.Kind.BAD_TOKEN,
        "cannot replay '%s': %s; copy the whole token from the failure's report, or run without it"
            .formatted(shown, why));
  }
}
