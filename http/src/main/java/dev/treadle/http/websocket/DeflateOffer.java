package dev.treadle.http.websocket;

import org.jspecify.annotations.Nullable;

/// The parameters of `permessage-deflate` in an offer or an answer (RFC 7692, 7.1).
///
/// @param serverKeeps whether the server may keep its context
/// @param clientKeeps whether the client may
/// @param serverBits the size of the server's window as a power of two, 15 if nothing was said
/// @param clientBits the size of the client's window if something was said of it: a number from 8
///   to 15, or [#ANY_BITS]
record DeflateOffer(
    boolean serverKeeps, boolean clientKeeps, int serverBits, @Nullable Integer clientBits) {

  static final String NAME = "permessage-deflate";

  /// The window of the JDK's deflater, which cannot be told otherwise.
  static final int OUR_BITS = 15;

  /// `client_max_window_bits` without a value: the server may choose.
  static final int ANY_BITS = 0;

  private static final int LEAST_BITS = 8;

  private static final String NO_SERVER_CONTEXT = "server_no_context_takeover";
  private static final String NO_CLIENT_CONTEXT = "client_no_context_takeover";
  private static final String SERVER_BITS = "server_max_window_bits";
  private static final String CLIENT_BITS = "client_max_window_bits";

  private static final DeflateOffer BARE = new DeflateOffer(true, true, OUR_BITS, null);

  /// Reads the parameters; `null` if they are not valid: unknown, given twice, or with a value that
  /// they cannot have.
  static @Nullable DeflateOffer of(Extension extension) {
    if (!extension.name().equals(NAME)) {
      return null;
    }
    var parameters = extension.parameters();
    if (parameters.stream().map(Extension.Parameter::name).distinct().count() < parameters.size()) {
      return null;
    }
    DeflateOffer offer = BARE;
    for (var parameter : parameters) {
      offer = offer.with(parameter);
      if (offer == null) {
        return null;
      }
    }
    return offer;
  }

  private @Nullable DeflateOffer with(Extension.Parameter parameter) {
    var value = parameter.value();
    return switch (parameter.name()) {
      case NO_SERVER_CONTEXT ->
          value == null ? new DeflateOffer(false, clientKeeps, serverBits, clientBits) : null;
      case NO_CLIENT_CONTEXT ->
          value == null ? new DeflateOffer(serverKeeps, false, serverBits, clientBits) : null;
      case SERVER_BITS ->
          isBits(value)
              ? new DeflateOffer(serverKeeps, clientKeeps, Integer.parseInt(value), clientBits)
              : null;
      case CLIENT_BITS -> withClientBits(value);
      default -> null;
    };
  }

  private @Nullable DeflateOffer withClientBits(@Nullable String value) {
    if (value == null) {
      return new DeflateOffer(serverKeeps, clientKeeps, serverBits, ANY_BITS);
    }
    return isBits(value)
        ? new DeflateOffer(serverKeeps, clientKeeps, serverBits, Integer.valueOf(value))
        : null;
  }

  @org.jspecify.annotations.NullUnmarked
  private static boolean isBits(@Nullable String value) {
    return value != null
        && value.matches("[1-9][0-9]?")
        && Integer.parseInt(value) >= LEAST_BITS
        && Integer.parseInt(value) <= OUR_BITS;
  }

  /// Writes the parameters about contexts; there is nothing else to say.
  static String write(boolean serverKeeps, boolean clientKeeps) {
    return NAME
        + (serverKeeps ? "" : "; " + NO_SERVER_CONTEXT)
        + (clientKeeps ? "" : "; " + NO_CLIENT_CONTEXT);
  }
}
