package dev.treadle.http.client;

import dev.treadle.http.MediaType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Content that is all here.
@SuppressWarnings("ArrayRecordComponent") // nobody compares contents
record MemoryContent(byte[] bytes, Optional<MediaType> type) implements Content {

  static final MemoryContent NONE = new MemoryContent(new byte[0], Optional.empty());

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public void writeTo(ContentSink sink) throws IOException {
    sink.write(ByteBuffer.wrap(bytes));
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
