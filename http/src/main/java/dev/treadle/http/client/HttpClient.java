package dev.treadle.http.client;

import dev.treadle.Body;
import dev.treadle.Each;
import dev.treadle.Step;
import dev.treadle.Treadle;
import dev.treadle.flow.Flow;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.Method;
import dev.treadle.http.Url;
import dev.treadle.http.client.HttpException.Phase;
import dev.treadle.http.sse.ServerSentEvent;
import dev.treadle.http.websocket.WebSocket;
import dev.treadle.http.websocket.WebSocketHandshake;
import dev.treadle.http.websocket.WebSocketSettings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Asks servers over HTTP/1.1: aiohttp's `ClientSession`, httpx's `Client`.
///
/// {@snippet class=dev.treadle.http.client.HttpClientSnippets region=get lang=java}
///
/// Make one and share it: it keeps connections, and lends each to one call at a time. It is used by
/// any number of tasks.
///
/// **Whole answers and streams.** [#get], [#post], [#send] and the like return an answer that is
/// all there. With [#stream] the content is read as it comes, inside a block.
///
/// **Time.** The deadline of the scope around a call covers all of it, to the last byte, and is
/// told to the server by [dev.treadle.http.DeadlineHeader]; [Timeouts] are beside it. A call that
/// is cancelled closes its connection at once, so nothing of an answer can be taken for another's.
///
/// **Twice.** A kept connection may have been closed by the server in the very moment it is used.
/// Then the request is sent again, if its method is idempotent. Everything else that is to be tried
/// again is up to [ClientSettings#withRetry].
public final class HttpClient implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.treadle.http");

  private final ClientSettings settings;
  private final Transport bottom;
  private final Transport top;

  private final Recent<Url> urls = new Recent<>();

  private volatile boolean closed;

  private HttpClient(ClientSettings settings) {
    this.settings = settings;
    this.bottom = settings.transport == null ? new Http1Transport(settings) : settings.transport;
    this.top = layers(settings, bottom);
  }

  /// From below to above, which is the order in which an answer passes them.
  private static Transport layers(ClientSettings settings, Transport bottom) {
    Consumer<ClientEvent> events = event -> tell(settings.listeners, event);
    Transport layer = settings.listeners.isEmpty() ? bottom : new Telling(bottom, events);
    layer = new Authentication(new Preparation(layer, settings));
    layer = settings.cookies == null ? layer : new Cookies(layer, settings.cookies);
    layer = new Redirects(layer, settings, events);
    layer = settings.unpacks ? new Unpacking(layer) : layer;
    for (var interceptor : settings.interceptors.reversed()) {
      var next = layer;
      layer = new Interception(interceptor, next);
    }
    return layer;
  }

  private static void tell(List<Consumer<? super ClientEvent>> listeners, ClientEvent event) {
    for (var listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException thrown) {
        LOG.log(Level.WARNING, "a listener of an HTTP client failed", thrown);
      }
    }
  }

  /// Returns a client as it is unless said otherwise.
  public static HttpClient open() {
    return open(settings -> settings);
  }

  /// Returns a client. It opens no connection before one is needed.
  public static HttpClient open(UnaryOperator<ClientSettings> settings) {
    return new HttpClient(settings.apply(new ClientSettings()));
  }

  /// Asks for what is at a URL.
  ///
  /// @param url absolute, or relative to the client's base
  /// @return the answer, whatever its status
  /// @throws HttpException if there is none
  /// @throws IllegalArgumentException if it is no URL
  /// @throws dev.treadle.Cancelled if cancelled; the connection is closed then
  public Response get(String url) throws IOException {
    return send(request(Method.GET, url));
  }

  /// Asks for the fields that [#get] would give.
  ///
  /// @throws HttpException if there is no answer
  public Response head(String url) throws IOException {
    return send(request(Method.HEAD, url));
  }

  /// Gives content to what is at a URL.
  ///
  /// @throws HttpException if there is no answer
  public Response post(String url, Content content) throws IOException {
    return send(request(Method.POST, url).withContent(content));
  }

  /// Replaces what is at a URL.
  ///
  /// @throws HttpException if there is no answer
  public Response put(String url, Content content) throws IOException {
    return send(request(Method.PUT, url).withContent(content));
  }

  /// Changes a part of what is at a URL.
  ///
  /// @throws HttpException if there is no answer
  public Response patch(String url, Content content) throws IOException {
    return send(request(Method.PATCH, url).withContent(content));
  }

  /// Removes what is at a URL.
  ///
  /// @throws HttpException if there is no answer
  public Response delete(String url) throws IOException {
    return send(request(Method.DELETE, url));
  }

  /// Asks for what is at a URL and writes it to a file, which is created or replaced.
  ///
  /// @return how many bytes
  /// @throws HttpException if it does not come, or the status is an error; then the file is
  ///   untouched
  /// @throws IOException if the file cannot be written
  public long download(String url, Path file) throws IOException {
    return stream(request(Method.GET, url), response -> response.raiseForStatus().transferTo(file));
  }

  /// Returns a request for a URL, to be completed and sent.
  ///
  /// @param url absolute, or relative to the client's base
  /// @throws IllegalArgumentException if it is no URL
  public Request request(Method method, String url) {
    return Request.of(method, urls.get(url, this::url));
  }

  private Url url(String text) {
    try {
      return settings.base == null ? Url.parse(text) : settings.base.resolve(text);
    } catch (HttpParseException malformed) {
      throw new IllegalArgumentException("url: " + malformed.getMessage(), malformed);
    }
  }

  /// Sends a request and returns the whole answer.
  ///
  /// @return the answer, whatever its status
  /// @throws HttpException if there is none
  /// @throws IOException if the request's content cannot be read
  /// @throws dev.treadle.Cancelled if cancelled; the connection is closed then
  public Response send(Request request) throws IOException {
    var complete = complete(request);
    return within(
        complete,
        () ->
            settings.retry == null
                ? exchange(complete)
                : Retries.call(settings.retry, complete, () -> exchange(complete)));
  }

  private Response exchange(Request request) throws IOException {
    return uploads(request) ? Uploads.during(request, this::ask) : ask(request);
  }

  /// An interceptor may send other content than it is given.
  private boolean uploads(Request request) {
    return !settings.interceptors.isEmpty() || Uploads.needs(request.content());
  }

  private Response ask(Request request) throws IOException {
    try (var reply = top.send(request)) {
      return ResponseStream.whole(reply, settings.maxBody);
    }
  }

  /// Sends a request and runs a block with the answer, whose content is read as it comes. When the
  /// block ends, what was not read is thrown away, with the connection.
  ///
  /// A server may answer before it has all of the request's content. Then the block runs while the
  /// rest is sent by another task. The call ends when everything is sent, unless the block leaves
  /// something unread or throws, or the server has answered an error or a redirect: then sending
  /// stops.
  ///
  /// @return what the block returns
  /// @throws X what the block throws
  /// @throws HttpException if there is no answer
  /// @throws IOException if the request's content cannot be read
  /// @throws dev.treadle.Cancelled if cancelled; the connection is closed then
  public <T extends @Nullable Object, X extends Exception> T stream(
      Request request, Step<? super ResponseStream, T, X> block) throws X, IOException {
    var complete = complete(request);
    var held = new Held<T, X>(block);
    within(
        complete,
        () ->
            uploads(complete)
                ? Uploads.during(complete, asked -> run(held, asked))
                : run(held, complete));
    return held.result();
  }

  private <T extends @Nullable Object, X extends Exception> Held<T, X> run(
      Held<T, X> held, Request request) throws IOException {
    try (var reply = open(request)) {
      held.run(new ResponseStream(reply, settings.maxBody));
    }
    var uploads = request.uploads();
    if (uploads != null && held.hasFailed()) {
      uploads.abandon();
    }
    return held;
  }

  private Reply open(Request request) throws IOException {
    return settings.retry == null
        ? top.send(request)
        : Retries.open(settings.retry, request, () -> top.send(request));
  }

  /// Returns the events that a server sends (the HTML standard, 9.2), for as long as they are asked
  /// for. If the connection breaks or ends, the server is asked again after a while, from the last
  /// event on. The flow ends when the server says that it wants no more visits (204).
  ///
  /// The client's limits for the whole call and for reading do not hold here, because events may be
  /// rare; those of the request do.
  ///
  /// {@snippet class=dev.treadle.http.client.HttpClientSnippets region=events lang=java}
  ///
  /// Its sinks fail with an [HttpException] if the answer is not one to come back for, such as 404,
  /// or an event has more than 1 MiB.
  public Flow<ServerSentEvent> events(Request request) {
    var patient =
        request.timeouts().isPresent()
            ? request
            : request.withTimeouts(
                settings.timeouts.withTotal(Timeouts.FOREVER).withRead(Timeouts.FOREVER));
    return Flow.generate(emit -> new EventVisits(this, patient, emit).run());
  }

  /// Opens a WebSocket and runs a block with it; see [WebSocket#connect]. Cookies, redirects,
  /// proxies and whoever asks are as with other calls; the limit for the whole call holds until the
  /// WebSocket is open. It counts as one of the client's connections.
  ///
  /// {@snippet class=dev.treadle.http.client.HttpClientSnippets region=websocket lang=java}
  ///
  /// @param url absolute, or relative to the client's base, with `ws`, `wss`, `http` or `https` as
  ///   scheme
  /// @throws X what the block throws
  /// @throws dev.treadle.http.websocket.HandshakeException if the server does not agree
  /// @throws HttpException if there is no answer
  /// @throws IOException as [WebSocket#connect] does
  public <X extends Exception> void webSocket(
      String url, WebSocketSettings webSocket, Each<? super WebSocket, X> body)
      throws X, IOException {
    var handshake = WebSocketHandshake.request(webSocket);
    var request = complete(request(Method.GET, WebSocketUrl.toHttp(url)));
    var asked = request.withHeaders(handshake.headers());
    try (var reply = within(asked, () -> top.send(asked))) {
      var agreement = handshake.check(reply.status(), reply.headers());
      if (!(reply instanceof UpgradedReply upgraded)) {
        throw new IllegalStateException(
            "expected a connection behind the answer, found %s: WebSockets need the client's own"
                    .formatted(reply)
                + " transport, and interceptors that hand on what they get");
      }
      WebSocket.connect(upgraded.lease().connection().upgraded(), agreement, webSocket, body);
    }
  }

  /// Fills in what is left to the client.
  private Request complete(Request request) throws HttpException.Closed {
    if (closed) {
      throw ConnectionPool.closed();
    }
    var url = request.url();
    if (!url.scheme().equals("http") && !url.scheme().equals("https")) {
      throw new IllegalArgumentException(
          "url: expected 'http' or 'https' as scheme, found '%s'".formatted(url.scheme()));
    }
    var complete =
        request.timeouts().isPresent() ? request : request.withTimeouts(settings.timeouts);
    if (complete.auth().isEmpty()) {
      var auth = url.userInfo().map(HttpClient::basic).orElse(settings.auth);
      complete = auth == null ? complete : complete.withAuth(auth);
    }
    return url.userInfo().isPresent() ? complete.withUrl(url.withoutUserInfo()) : complete;
  }

  private static Auth basic(String userInfo) {
    int colon = userInfo.indexOf(':');
    return colon < 0
        ? Auth.basic(Url.decode(userInfo), "")
        : Auth.basic(
            Url.decode(userInfo.substring(0, colon)), Url.decode(userInfo.substring(colon + 1)));
  }

  private static <T> T within(Request request, Body<T, IOException> body) throws IOException {
    var total = request.timeouts().orElse(Timeouts.DEFAULT).total();
    return Treadle.moveOnAfter(total, body)
        .orElseThrow(() ->
            new HttpException.TimedOut(
                "expected %s to end within %s, and it did not".formatted(request, total),
                Phase.TOTAL,
                total));
  }

  /// Returns what the connections do; all zero if the transport is another's.
  public PoolStatistics statistics() {
    return bottom instanceof Http1Transport own ? own.statistics() : new PoolStatistics(0, 0, 0);
  }

  /// Closes all connections. Calls that are under way fail with [HttpException.Closed]. Never
  /// waits, and closing again does nothing.
  @Override
  public void close() {
    closed = true;
    bottom.close();
  }
}
