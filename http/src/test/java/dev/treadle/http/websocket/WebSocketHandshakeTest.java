package dev.treadle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketHandshakeTest {

  private static final WebSocketSettings PLAIN = WebSocketSettings.defaults();
  private static final WebSocketSettings KEEPING =
      PLAIN.withCompression(CompressionSettings.withContext());
  private static final WebSocketSettings FORGETTING =
      PLAIN.withCompression(CompressionSettings.withoutContext());

  private static final Headers REQUEST =
      Headers.of(
          "Host", "server.example.com",
          "Upgrade", "websocket",
          "Connection", "Upgrade",
          "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==",
          "Origin", "http://example.com",
          "Sec-WebSocket-Version", "13");

  private static Headers answer(Headers request, WebSocketSettings settings)
      throws HandshakeException {
    return WebSocketHandshake.answer(Method.GET, request, settings).headers();
  }

  private static @Nullable String extension(String offer, WebSocketSettings settings)
      throws HandshakeException {
    return answer(REQUEST.with("Sec-WebSocket-Extensions", offer), settings)
        .first("Sec-WebSocket-Extensions");
  }

  // --- The server

  @Test
  void theExampleOfTheRfc() throws HandshakeException {
    assertThat(answer(REQUEST, PLAIN))
        .hasToString(
            Headers.of(
                    "Upgrade", "websocket",
                    "Connection", "Upgrade",
                    "Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                .toString());
  }

  @Test
  void whatBrowsersSendIsUnderstood() throws HandshakeException {
    var request = REQUEST.with("Upgrade", "WebSocket").with("Connection", "keep-alive, Upgrade");

    assertThat(answer(request, PLAIN).first("Sec-WebSocket-Accept")).isNotNull();
    assertThat(WebSocketHandshake.isRequested(request)).isTrue();
    assertThat(WebSocketHandshake.isRequested(Headers.of("Upgrade", "h2c"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Upgrade | h2c | 426 | Upgrade: expected websocket, found [h2c]",
        "Connection | close | 400 | Connection: expected Upgrade, found [close]",
        "Sec-WebSocket-Version | 8 | 426 | Sec-WebSocket-Version: expected 13, found 8",
        "Sec-WebSocket-Key | abc | 400 | Sec-WebSocket-Key: expected 16 bytes in Base64, found"
            + " [abc]",
        "Sec-WebSocket-Key | dGhlIHNhbXBsZSBub25jZSE= | 400 | Sec-WebSocket-Key: expected 16 bytes"
            + " in Base64, found [dGhlIHNhbXBsZSBub25jZSE=]",
        "Sec-WebSocket-Protocol | a, a | 400 | Sec-WebSocket-Protocol: expected tokens, each once,"
            + " found [a, a]",
        "Sec-WebSocket-Protocol | a b | 400 | Sec-WebSocket-Protocol: expected tokens, each once,"
            + " found [a b]",
        "Sec-WebSocket-Extensions | a=b | 400 | Sec-WebSocket-Extensions: expected names and"
            + " parameters, found [a=b]",
        "Sec-WebSocket-Extensions | a; b=c d | 400 | Sec-WebSocket-Extensions: expected names and"
            + " parameters, found [a; b=c d]"
      })
  void aRequestThatIsWrong(String name, String value, int status, String message) {
    assertThatThrownBy(() -> answer(REQUEST.with(name, value), KEEPING))
        .isInstanceOfSatisfying(
            HandshakeException.class,
            refused -> assertThat(refused.status()).isEqualTo(Status.of(status)))
        .hasMessage(message);
  }

  @Test
  void anotherVersionIsToldTheRightOne() {
    assertThatThrownBy(() -> answer(REQUEST.with("Sec-WebSocket-Version", "8"), PLAIN))
        .isInstanceOfSatisfying(
            HandshakeException.class,
            refused ->
                assertThat(refused.headers().first("Sec-WebSocket-Version")).isEqualTo("13"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sec-WebSocket-Key", "Sec-WebSocket-Version"})
  void whatMustBeThereOnceIsNeitherMissingNorThereTwice(String name) {
    assertThatThrownBy(() -> answer(REQUEST.without(name), PLAIN))
        .isInstanceOf(HandshakeException.class);
    assertThatThrownBy(() -> answer(REQUEST.withAdded(name, "13"), PLAIN))
        .isInstanceOf(HandshakeException.class);
  }

  @Test
  void anotherMethod() {
    assertThatThrownBy(() -> WebSocketHandshake.answer(Method.POST, REQUEST, PLAIN))
        .hasMessage("expected method GET, found POST");
  }

  @Test
  void theFirstSubprotocolOfTheServerThatTheClientSpeaks() throws HandshakeException {
    var request = REQUEST.with("Sec-WebSocket-Protocol", "old, new");
    var answer =
        WebSocketHandshake.answer(
            Method.GET, request, PLAIN.withSubprotocols("newest", "new", "old"));

    assertThat(answer.agreement().subprotocol()).contains("new");
    assertThat(answer.headers().first("Sec-WebSocket-Protocol")).isEqualTo("new");
  }

  @Test
  void noSubprotocolIfThereIsNoneInCommon() throws HandshakeException {
    var request = REQUEST.with("Sec-WebSocket-Protocol", "old");

    assertThat(answer(request, PLAIN.withSubprotocols("new")).contains("Sec-WebSocket-Protocol"))
        .isFalse();
  }

  // --- The server and compression

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "permessage-deflate | permessage-deflate",
        "Permessage-Deflate | permessage-deflate",
        "permessage-deflate; client_max_window_bits | permessage-deflate",
        "permessage-deflate; client_max_window_bits=10 | permessage-deflate",
        "permessage-deflate; client_max_window_bits=\"10\" | permessage-deflate",
        "permessage-deflate; server_max_window_bits=15 | permessage-deflate",
        "permessage-deflate; server_no_context_takeover | permessage-deflate;"
            + " server_no_context_takeover",
        "permessage-deflate; client_no_context_takeover | permessage-deflate;"
            + " client_no_context_takeover",
        "x-webkit-deflate-frame, permessage-deflate | permessage-deflate",
        "permessage-deflate; server_max_window_bits=10, permessage-deflate | permessage-deflate",
        "permessage-deflate; server_max_window_bits=10 | -",
        "permessage-deflate; server_max_window_bits=16 | -",
        "permessage-deflate; server_max_window_bits=015 | -",
        "permessage-deflate; server_max_window_bits | -",
        "permessage-deflate; client_max_window_bits=7 | -",
        "permessage-deflate; client_max_window_bits=+9 | -",
        "permessage-deflate; server_no_context_takeover=1 | -",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover | -",
        "permessage-deflate; speed=9 | -",
        "x-webkit-deflate-frame | -"
      })
  void whatIsOfferedAndWhatIsAgreedTo(String offer, String agreed) throws HandshakeException {
    assertThat(extension(offer, KEEPING)).isEqualTo(agreed);
  }

  @Test
  void aServerThatKeepsNothingSaysSo() throws HandshakeException {
    assertThat(extension("permessage-deflate", FORGETTING))
        .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
  }

  @Test
  void aServerThatDoesNotCompressAgreesToNothing() throws HandshakeException {
    assertThat(extension("permessage-deflate", PLAIN)).isNull();
  }

  // --- The client

  private static Headers accepted(WebSocketHandshake.Request request) {
    return Headers.of(
        "Upgrade", "websocket",
        "Connection", "Upgrade",
        "Sec-WebSocket-Accept", WebSocketHandshake.acceptKey(request.key()));
  }

  @Test
  void bothEndsAgree() throws HandshakeException {
    var settings = KEEPING.withSubprotocols("chat", "superchat");
    var request = WebSocketHandshake.request(settings);
    var answer =
        WebSocketHandshake.answer(
            Method.GET, request.headers(), KEEPING.withSubprotocols("superchat"));

    var agreement = request.check(Status.SWITCHING_PROTOCOLS, answer.headers());

    assertThat(agreement)
        .hasToString("agreement on subprotocol 'superchat', compression")
        .hasToString(answer.agreement().toString());
    assertThat(request.headers().first("Sec-WebSocket-Protocol")).isEqualTo("chat, superchat");
  }

  @Test
  void everyRequestHasAKeyOfItsOwn() {
    assertThat(WebSocketHandshake.request(PLAIN).key())
        .hasSize(24)
        .isNotEqualTo(WebSocketHandshake.request(PLAIN).key());
  }

  @Test
  void aClientThatKeepsNothingSaysSo() {
    assertThat(WebSocketHandshake.request(FORGETTING).headers().first("Sec-WebSocket-Extensions"))
        .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Upgrade | h2c | Upgrade: expected websocket, found [h2c]",
        "Upgrade | websocket, h2c | Upgrade: expected websocket, found [websocket, h2c]",
        "Connection | keep-alive | Connection: expected Upgrade, found [keep-alive]",
        "Sec-WebSocket-Protocol | other | Sec-WebSocket-Protocol: expected one of [chat], found"
            + " [other]",
        "Sec-WebSocket-Extensions | permessage-deflate; client_max_window_bits=9 |"
            + " Sec-WebSocket-Extensions: expected what was offered, or nothing, found"
            + " [permessage-deflate; client_max_window_bits=9]",
        "Sec-WebSocket-Extensions | x-other | Sec-WebSocket-Extensions: expected what was offered,"
            + " or nothing, found [x-other]",
        "Sec-WebSocket-Extensions | permessage-deflate, permessage-deflate |"
            + " Sec-WebSocket-Extensions: expected what was offered, or nothing, found"
            + " [permessage-deflate, permessage-deflate]"
      })
  void anAnswerThatIsWrong(String name, String value, String message) {
    var request = WebSocketHandshake.request(KEEPING.withSubprotocols("chat"));

    assertThatThrownBy(
            () -> request.check(Status.SWITCHING_PROTOCOLS, accepted(request).with(name, value)))
        .isInstanceOf(HandshakeException.class)
        .hasMessage(message);
  }

  @Test
  void aServerThatDidNotSeeTheKey() {
    var request = new WebSocketHandshake.Request("dGhlIHNhbXBsZSBub25jZQ==", PLAIN);
    var answer = accepted(request).with("Sec-WebSocket-Accept", "guess");

    assertThatThrownBy(() -> request.check(Status.SWITCHING_PROTOCOLS, answer))
        .hasMessage("Sec-WebSocket-Accept: expected s3pPLMBiTxaQ9kYGzzhZRbK+xOo=, found [guess]");
  }

  @Test
  void aServerThatRefuses() {
    var request = WebSocketHandshake.request(PLAIN);

    assertThatThrownBy(() -> request.check(Status.FORBIDDEN, Headers.of("X-Why", "so")))
        .isInstanceOfSatisfying(
            HandshakeException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(Status.FORBIDDEN);
              assertThat(refused.headers().first("X-Why")).isEqualTo("so");
            })
        .hasMessageStartingWith("status: expected 101, found 403");
  }

  @Test
  void compressionThatWasNotAskedFor() {
    var request = WebSocketHandshake.request(PLAIN);
    var answer = accepted(request).with("Sec-WebSocket-Extensions", "permessage-deflate");

    assertThatThrownBy(() -> request.check(Status.SWITCHING_PROTOCOLS, answer))
        .isInstanceOf(HandshakeException.class);
  }

  @Test
  void aServerThatKeepsWhatItWasAskedToForget() {
    var request = WebSocketHandshake.request(FORGETTING);
    var answer = accepted(request).with("Sec-WebSocket-Extensions", "permessage-deflate");

    assertThatThrownBy(() -> request.check(Status.SWITCHING_PROTOCOLS, answer))
        .isInstanceOf(HandshakeException.class);
  }

  @Test
  void aServerMayUseASmallerWindow() throws HandshakeException {
    var request = WebSocketHandshake.request(KEEPING);
    var answer =
        accepted(request)
            .with("Sec-WebSocket-Extensions", "permessage-deflate; server_max_window_bits=8");

    assertThat(request.check(Status.SWITCHING_PROTOCOLS, answer).isCompressed()).isTrue();
  }

  @Test
  void aServerThatAgreesToNothingIsFine() throws HandshakeException {
    var request = WebSocketHandshake.request(KEEPING.withSubprotocols("chat"));

    assertThat(request.check(Status.SWITCHING_PROTOCOLS, accepted(request)))
        .hasToString("agreement on no subprotocol, no compression");
  }
}
