package dev.treadle.http.websocket;

import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The handshake that turns an HTTP/1.1 connection into a WebSocket (RFC 6455, 4), without I/O:
/// what servers and clients put into their heads, and what they make of the other's.
///
/// {@snippet class=dev.treadle.http.websocket.WebSocketSnippets region=handshake lang=java}
///
/// A server still has to see for itself whether the request's `Origin` is one it serves.
public final class WebSocketHandshake {

  private static final String VERSION = "13";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;

  private static final String ACCEPT = "Sec-WebSocket-Accept";
  private static final String KEY = "Sec-WebSocket-Key";
  private static final String PROTOCOL = "Sec-WebSocket-Protocol";
  private static final String VERSION_FIELD = "Sec-WebSocket-Version";

  private WebSocketHandshake() {}

  /// Returns what a server answers to a client's key.
  ///
  /// @param key the value of `Sec-WebSocket-Key`
  public static String acceptKey(String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(digest.digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected every JDK to have SHA-1, found none", e);
    }
  }

  // --- The server

  /// What a server answers, with status 101.
  ///
  /// @param headers all that the answer needs to have
  /// @param agreement to be given to [WebSocket#serve]
  public record Answer(Headers headers, Agreement agreement) {}

  /// Returns whether a request asks for a WebSocket, well or badly.
  public static boolean isRequested(Headers request) {
    return request.containsElement("Upgrade", "websocket");
  }

  /// Reads a client's request, which is HTTP/1.1, and says what to answer.
  ///
  /// Of the subprotocols that both speak, the one that the settings name first is chosen; if there
  /// is none, the answer names none. Of the client's offers to compress, the first that can be
  /// kept.
  ///
  /// @throws HandshakeException if the request is not as it must be; it has status and fields of
  ///   the answer
  public static Answer answer(Method method, Headers request, WebSocketSettings settings)
      throws HandshakeException {
    requireUpgrade(method, request);
    var key = single(request, KEY);
    if (key == null || !isKey(key)) {
      throw HandshakeException.badRequest(
          KEY + ": expected 16 bytes in Base64, found " + request.all(KEY));
    }
    var subprotocol = choose(offered(request), settings.subprotocols());
    var deflate = agree(request, settings);
    var headers =
        Headers.builder()
            .add("Upgrade", "websocket")
            .add("Connection", "Upgrade")
            .add(ACCEPT, acceptKey(key));
    if (subprotocol != null) {
      headers.add(PROTOCOL, subprotocol);
    }
    if (deflate != null) {
      headers.add(
          Extension.FIELD, DeflateOffer.write(deflate.serverKeeps(), deflate.clientKeeps()));
    }
    return new Answer(headers.build(), new Agreement(subprotocol, deflate));
  }

  private static void requireUpgrade(Method method, Headers request) throws HandshakeException {
    if (!method.equals(Method.GET)) {
      throw HandshakeException.badRequest("expected method GET, found " + method);
    }
    if (!isRequested(request)) {
      throw new HandshakeException(
          Status.of(426),
          Headers.of("Upgrade", "websocket", "Connection", "Upgrade"),
          "Upgrade: expected websocket, found " + request.all("Upgrade"));
    }
    if (!request.containsElement("Connection", "Upgrade")) {
      throw HandshakeException.badRequest(
          "Connection: expected Upgrade, found " + request.all("Connection"));
    }
    var version = single(request, VERSION_FIELD);
    if (version == null) {
      throw HandshakeException.badRequest(
          VERSION_FIELD + ": expected one, found " + request.all(VERSION_FIELD));
    }
    if (!version.equals(VERSION)) {
      throw new HandshakeException(
          Status.of(426),
          Headers.of(VERSION_FIELD, VERSION),
          VERSION_FIELD + ": expected 13, found " + version);
    }
  }

  private static @Nullable String single(Headers headers, String name) {
    return headers.all(name).size() == 1 ? headers.first(name) : null;
  }

  private static boolean isKey(String key) {
    try {
      return key.length() == 24 && Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static List<String> offered(Headers request) throws HandshakeException {
    var offered = request.elements(PROTOCOL);
    boolean tokens = offered.stream().allMatch(dev.treadle.http.wire.Octets::isToken);
    if (!tokens || new HashSet<>(offered).size() < offered.size()) {
      throw HandshakeException.badRequest(
          PROTOCOL + ": expected tokens, each once, found " + offered);
    }
    return offered;
  }

  private static @Nullable String choose(List<String> offered, List<String> spoken) {
    return spoken.stream().filter(offered::contains).findFirst().orElse(null);
  }

  private static @Nullable DeflateTerms agree(Headers request, WebSocketSettings settings)
      throws HandshakeException {
    var offers = Extension.all(request);
    if (offers == null) {
      throw HandshakeException.badRequest(
          Extension.FIELD
              + ": expected names and parameters, found "
              + request.all(Extension.FIELD));
    }
    var wanted = settings.compression().orElse(null);
    if (wanted == null) {
      return null;
    }
    return offers.stream()
        .map(DeflateOffer::of)
        .filter(offer -> offer != null && offer.serverBits() == DeflateOffer.OUR_BITS)
        .findFirst()
        .map(offer ->
            new DeflateTerms(
                wanted,
                offer.serverKeeps() && wanted.keepsSending(),
                offer.clientKeeps() && wanted.keepsReceiving()))
        .orElse(null);
  }

  // --- The client

  /// Returns a client's request, with a new key.
  public static Request request(WebSocketSettings settings) {
    var nonce = new byte[KEY_BYTES];
    MaskKeys.fill(nonce);
    return new Request(Base64.getEncoder().encodeToString(nonce), settings);
  }

  /// A client's request, whose method is GET, and what the client makes of the answer.
  ///
  /// @param key what the server must know to answer
  /// @param settings what the client would like
  public record Request(String key, WebSocketSettings settings) {

    /// Returns all that the request's head needs besides `Host`.
    public Headers headers() {
      var headers =
          Headers.builder()
              .add("Upgrade", "websocket")
              .add("Connection", "Upgrade")
              .add(KEY, key)
              .add(VERSION_FIELD, VERSION);
      if (!settings.subprotocols().isEmpty()) {
        headers.add(PROTOCOL, String.join(", ", settings.subprotocols()));
      }
      settings
          .compression()
          .ifPresent(wanted ->
              headers.add(
                  Extension.FIELD,
                  DeflateOffer.write(wanted.keepsReceiving(), wanted.keepsSending())));
      return headers.build();
    }

    /// Reads the server's answer, and says what it comes to.
    ///
    /// @return to be given to [WebSocket#connect]
    /// @throws HandshakeException if the server refuses, or answers what was not asked for
    public Agreement check(Status status, Headers answer) throws HandshakeException {
      require(status.equals(Status.SWITCHING_PROTOCOLS), status, answer, "status: expected 101");
      require(
          answer.elements("Upgrade").size() == 1 && answer.containsElement("Upgrade", "websocket"),
          status,
          answer,
          "Upgrade: expected websocket");
      require(
          answer.containsElement("Connection", "Upgrade"),
          status,
          answer,
          "Connection: expected Upgrade");
      require(
          acceptKey(key).equals(single(answer, ACCEPT)),
          status,
          answer,
          ACCEPT + ": expected " + acceptKey(key));
      return new Agreement(subprotocol(status, answer), deflate(status, answer));
    }

    private @Nullable String subprotocol(Status status, Headers answer) throws HandshakeException {
      var chosen = answer.all(PROTOCOL);
      if (chosen.isEmpty()) {
        return null;
      }
      require(
          chosen.size() == 1 && settings.subprotocols().contains(chosen.getFirst()),
          status,
          answer,
          PROTOCOL + ": expected one of " + settings.subprotocols());
      return chosen.getFirst();
    }

    private @Nullable DeflateTerms deflate(Status status, Headers answer)
        throws HandshakeException {
      var extensions = Extension.all(answer);
      if (extensions != null && extensions.isEmpty()) {
        return null;
      }
      var offer =
          extensions == null || extensions.size() != 1
              ? null
              : DeflateOffer.of(extensions.getFirst());
      var wanted = settings.compression().orElse(null);
      boolean kept =
          offer != null
              && wanted != null
              && offer.clientBits() == null
              && (wanted.keepsReceiving() || !offer.serverKeeps());
      require(kept, status, answer, Extension.FIELD + ": expected what was offered, or nothing");
      return wanted == null || offer == null
          ? null
          : new DeflateTerms(
              wanted, offer.serverKeeps(), offer.clientKeeps() && wanted.keepsSending());
    }

    private static void require(boolean holds, Status status, Headers answer, String expected)
        throws HandshakeException {
      if (!holds) {
        var name = expected.substring(0, expected.indexOf(':'));
        var found = name.equals("status") ? status.toString() : answer.all(name).toString();
        throw new HandshakeException(status, answer, expected + ", found " + found);
      }
    }
  }
}
