package dev.treadle.http.websocket;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a WebSocket carries: a text or some bytes.
///
/// {@snippet class=dev.treadle.http.websocket.WebSocketSnippets region=message lang=java}
public sealed interface Message {

  /// A text.
  ///
  /// @param text its characters
  record Text(String text) implements Message {

    /// Checks that there is a text.
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  /// Bytes.
  ///
  /// @param bytes the bytes themselves, not a copy; nobody else has them
  @SuppressWarnings("ArrayRecordComponent") // equal if the bytes are, see below
  record Binary(byte[] bytes) implements Message {

    /// Checks that there are bytes.
    public Binary {
      Objects.requireNonNull(bytes, "bytes");
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Binary binary && Arrays.equals(bytes, binary.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Binary[" + bytes.length + " bytes]";
    }
  }
}
