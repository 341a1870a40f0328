package dev.treadle.http.server;

import dev.treadle.Each;
import dev.treadle.flow.Flow;
import dev.treadle.http.EntityTag;
import dev.treadle.http.Headers;
import dev.treadle.http.HttpDate;
import dev.treadle.http.MediaType;
import dev.treadle.http.SetCookie;
import dev.treadle.http.Status;
import dev.treadle.http.sse.ServerSentEvent;
import dev.treadle.http.websocket.HandshakeException;
import dev.treadle.http.websocket.WebSocket;
import dev.treadle.http.websocket.WebSocketHandshake;
import dev.treadle.http.websocket.WebSocketSettings;
import dev.treadle.io.ByteStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// An answer to a request. It does not change: what is called `with...` returns another. One
/// without content, or with content that is here as a whole, may be used for many requests.
///
/// `Date`, `Content-Length`, `Transfer-Encoding` and `Connection` are the server's. An answer to
/// HEAD may be the same as to GET: its content is not sent, nor written.
///
/// {@snippet class=dev.treadle.http.server.HttpServerSnippets region=responses lang=java}
public final class Response {

  private static final Response NO_CONTENT = of(Status.NO_CONTENT);

  private final Status status;
  private final Headers headers;
  private final Content content;
  private final boolean compressible;

  private Response(Status status, Headers headers, Content content, boolean compressible) {
    this.status = status;
    this.headers = headers;
    this.content = content;
    this.compressible = compressible;
  }

  private static Response ok(MediaType type, Content content) {
    return new Response(Status.OK, Types.field(type), content, true);
  }

  // --- Without content

  /// Returns an answer without content.
  ///
  /// @throws IllegalArgumentException if the status is 1xx, which is no answer
  public static Response of(Status status) {
    return new Response(requireFinal(status), Headers.empty(), Content.NONE, true);
  }

  /// Returns a 204.
  public static Response noContent() {
    return NO_CONTENT;
  }

  /// Returns a 303: the answer is elsewhere, to be fetched with GET. For other redirections say
  /// [#withStatus(Status)].
  ///
  /// @param location a URL, or a path on this server
  /// @throws IllegalArgumentException if it cannot be sent
  public static Response redirect(String location) {
    return of(Status.SEE_OTHER).withHeader("Location", location);
  }

  // --- With content that is here

  /// Returns a 200 with a text in UTF-8.
  public static Response text(String text) {
    return ok(MediaType.TEXT, new Content.Whole(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Returns a 200 with an HTML page in UTF-8.
  public static Response html(String page) {
    return ok(MediaType.HTML, new Content.Whole(page.getBytes(StandardCharsets.UTF_8)));
  }

  /// Returns a 200 with JSON that was written already.
  public static Response json(String json) {
    return json(json.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns a 200 with JSON that was written already.
  ///
  /// @param json is not copied, so it must not be changed
  public static Response json(byte[] json) {
    return bytes(MediaType.JSON, json);
  }

  /// Returns a 200 with bytes of some media type.
  ///
  /// @param bytes are not copied, so they must not be changed
  public static Response bytes(MediaType type, byte[] bytes) {
    return ok(type, new Content.Whole(Objects.requireNonNull(bytes, "bytes")));
  }

  // --- With content that comes by and by

  /// Returns a 200 whose content a block writes. It is called in the connection's task when the
  /// handler has returned, inside the request's scope, so it is cancelled when the client hangs up.
  ///
  /// If it fails the connection is cut, so that the client notices. When the server stops it has
  /// the grace to end; one that would go on for ever can look at
  /// [dev.treadle.CancelScope#stopping()].
  public static Response stream(MediaType type, Each<? super ResponseWriter, ?> body) {
    return ok(type, new Content.Written(Content.UNKNOWN, Objects.requireNonNull(body, "body")));
  }

  /// Returns a 200 whose content a block writes, and whose length is known; otherwise as
  /// [#stream(MediaType, Each)]. If it turns out to be another length, that is a failure.
  ///
  /// @throws IllegalArgumentException if the length is negative
  public static Response stream(MediaType type, long length, Each<? super ResponseWriter, ?> body) {
    if (length < 0) {
      throw new IllegalArgumentException("length: expected 0 or more, found " + length);
    }
    return ok(type, new Content.Written(length, Objects.requireNonNull(body, "body")));
  }

  /// Returns a 200 whose content is what a flow has. Each piece is sent before the next is asked
  /// for.
  public static Response stream(MediaType type, Flow<ByteBuffer> pieces) {
    Objects.requireNonNull(pieces, "pieces");
    return stream(
        type,
        writer ->
            pieces.forEach(piece -> {
              writer.write(piece);
              writer.flush();
            }));
  }

  /// Returns a 200 whose content are events (server-sent events, as browsers' `EventSource` reads
  /// them). Each event is sent when it comes, and the head at once.
  ///
  /// The flow is closed when the client hangs up, and when the server stops: a stream of events has
  /// no end to wait for, and a client that wants more of them asks the next server.
  public static Response events(Flow<ServerSentEvent> events) {
    Objects.requireNonNull(events, "events");
    var content =
        new Content.Endless(writer -> {
          writer.flush();
          events.forEach(event -> {
            writer.write(event.toBytes());
            writer.flush();
          });
        });
    return ok(MediaType.EVENTS, content).withHeader("Cache-Control", "no-store");
  }

  /// Returns a 200 with a file, or the parts of it that are asked for (206, several of them as
  /// `multipart/byteranges`), or 304 if the client has it already, or 404 if there is no such file.
  /// It gets `Content-Type` by its name, `Last-Modified`, `Accept-Ranges`, and an `ETag` made of
  /// its time and size; fields of these names that are added here count more. It is not compressed.
  ///
  /// The path is taken as it is: it is the caller who sees to it that nobody asks for a file that
  /// is none of his business.
  public static Response file(Path path) {
    return new Response(
        Status.OK, Headers.empty(), new Content.OfFile(Objects.requireNonNull(path, "path")), true);
  }

  // --- Another protocol

  /// Returns a 101, behind which the connection speaks another protocol (RFC 9110 section 7.8).
  /// When the block ends, the connection is closed.
  ///
  /// @param protocol one of those that the client's `Upgrade` offers
  /// @param body gets the connection, and with it what the client sent behind its request
  /// @throws IllegalArgumentException if the protocol cannot be sent
  public static Response upgrade(String protocol, Each<? super ByteStream, ?> body) {
    return new Response(
        Status.SWITCHING_PROTOCOLS,
        Headers.of("Upgrade", protocol),
        new Content.Upgraded(Objects.requireNonNull(body, "body")),
        false);
  }

  /// Returns a 101 that makes the connection a WebSocket, or the refusal that the handshake calls
  /// for.
  ///
  /// The block runs inside the request's scope, without a deadline. When the server stops, the
  /// WebSocket is closed with 1001 at once, so that whoever receives or sends hears of it; the
  /// block has the grace to end.
  ///
  /// {@snippet class=dev.treadle.http.server.HttpServerSnippets region=webSocket lang=java}
  ///
  /// @param request the one that is answered. That its `Origin` is one of yours is for you to check
  public static Response webSocket(
      Request request, UnaryOperator<WebSocketSettings> settings, Each<? super WebSocket, ?> body) {
    Objects.requireNonNull(body, "body");
    var chosen = settings.apply(WebSocketSettings.defaults());
    try {
      var answer = WebSocketHandshake.answer(request.method(), request.headers(), chosen);
      var agreement = answer.agreement();
      return upgrade("websocket", stream -> WebSocket.serve(stream, agreement, chosen, body))
          .withHeaders(answer.headers().with("Upgrade", "websocket"));
    } catch (HandshakeException refused) {
      return Refusals.of(refused.status().code(), refused.getMessage())
          .withHeaders(refused.headers());
    }
  }

  // --- With other fields

  /// Returns this answer with another status.
  ///
  /// @throws IllegalArgumentException if it is 1xx
  /// @throws IllegalStateException if this is an upgrade
  public Response withStatus(Status status) {
    if (content instanceof Content.Upgraded) {
      throw new IllegalStateException("an upgrade has status 101 and no other, found " + status);
    }
    return new Response(requireFinal(status), headers, content, compressible);
  }

  /// Returns this answer with one value for a field instead of those it has.
  ///
  /// @throws IllegalArgumentException if it cannot be sent
  public Response withHeader(String name, String value) {
    return withHeaders(headers.with(name, value));
  }

  /// Returns this answer with one more field.
  ///
  /// @throws IllegalArgumentException if it cannot be sent
  public Response withAddedHeader(String name, String value) {
    return withHeaders(headers.withAdded(name, value));
  }

  /// Returns this answer with these fields instead of those it has.
  public Response withHeaders(Headers headers) {
    return new Response(status, Objects.requireNonNull(headers, "headers"), content, compressible);
  }

  /// Returns this answer with a cookie.
  public Response withCookie(SetCookie cookie) {
    return withAddedHeader("Set-Cookie", cookie.format());
  }

  /// Returns this answer with a tag of what it is the state of. If the request's conditions are met
  /// by it, 304 or 412 is sent instead.
  public Response withTag(EntityTag tag) {
    return withHeader("ETag", tag.toString());
  }

  /// Returns this answer with the time at which what it tells of changed last. If the request's
  /// conditions are met by it, 304 or 412 is sent instead.
  public Response withLastModified(Instant instant) {
    return withHeader("Last-Modified", HttpDate.format(instant));
  }

  /// Returns this answer, never to be compressed: it is already, or it holds a secret beside what
  /// others can choose.
  public Response withoutCompression() {
    return new Response(status, headers, content, false);
  }

  private static Status requireFinal(Status status) {
    if (status.isInformational()) {
      throw new IllegalArgumentException("status: expected 200 or more, found " + status);
    }
    return status;
  }

  Response withContent(Content content) {
    return new Response(status, headers, content, compressible);
  }

  // --- What it is

  /// Returns the status.
  public Status status() {
    return status;
  }

  /// Returns the fields, without those that the server adds.
  public Headers headers() {
    return headers;
  }

  Content content() {
    return content;
  }

  /// Whether it is sent in one go, so that no time needs to be given for it.
  boolean isShort() {
    return content instanceof Content.Whole whole && whole.bytes().length < Buffers.CAPACITY / 2;
  }

  boolean isCompressible() {
    return compressible;
  }

  @Override
  public String toString() {
    return status.toString();
  }
}
