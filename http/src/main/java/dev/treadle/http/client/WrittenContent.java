package dev.treadle.http.client;

import dev.treadle.Each;
import dev.treadle.http.MediaType;
import java.io.IOException;
import java.util.Optional;

/// Content that somebody writes when it is sent.
record WrittenContent(
    Optional<MediaType> type,
    long length,
    boolean isRepeatable,
    Each<? super ContentSink, IOException> body)
    implements Content {

  @Override
  public void writeTo(ContentSink sink) throws IOException {
    body.accept(sink);
  }

  @Override
  public String toString() {
    return length < 0 ? "content of unknown length" : length + " bytes";
  }
}
