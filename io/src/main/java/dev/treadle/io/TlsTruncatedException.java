package dev.treadle.io;

import java.io.IOException;

/// The connection below TLS ended, but the other end has not said by a `close_notify` that it had
/// no more to say (RFC 8446 6.1). What came before is authentic, but somebody on the way may have
/// cut off the rest.
///
/// Where the protocol above marks its own ends, as HTTP does with lengths,
/// [TlsSettings#withTruncationTolerated(boolean)] takes this for an ordinary end.
public final class TlsTruncatedException extends IOException {

  private static final long serialVersionUID = 1;

  /// Says so.
  public TlsTruncatedException() {
    super(
        "the connection ended without a close_notify: what the other end sent may have been cut"
            + " short");
  }
}
