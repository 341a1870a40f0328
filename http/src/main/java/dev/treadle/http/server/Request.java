package dev.treadle.http.server;

import dev.treadle.CancelScope;
import dev.treadle.Deadline;
import dev.treadle.http.Cookie;
import dev.treadle.http.Form;
import dev.treadle.http.Headers;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.Method;
import dev.treadle.http.Url;
import dev.treadle.http.wire.RequestHead;
import dev.treadle.io.TlsStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request: what is asked, by whom, and the content that comes with it.
///
/// It belongs to its handler. When the answer is written nothing more can be read from it.
public final class Request {

  private final RequestHead head;
  private final Connection connection;
  private final Exchange exchange;

  /// `null` if there is no content, as with most requests.
  private final @Nullable RequestBody body;

  private volatile Disconnect onDisconnect;

  Request(RequestHead head, Connection connection, Exchange exchange) {
    this.head = head;
    this.exchange = exchange;
    this.connection = connection;
    this.onDisconnect = connection.settings().onDisconnect();
    this.body = head.framing().isEmpty() ? null : new RequestBody(head, connection);
  }

  /// Returns what is to be done.
  public Method method() {
    return head.method();
  }

  /// Returns the target as it was sent: path and query as a rule.
  public String target() {
    return head.target();
  }

  /// Returns the path as it was sent, percent-encoded. It has not been tidied: `/a/../b` is that.
  public String path() {
    return head.path();
  }

  /// Returns the query as it was sent, without its question mark; `null` if there is none.
  public @Nullable String query() {
    return head.query();
  }

  /// Returns names and values in the query.
  public Form params() {
    var query = head.query();
    return query == null ? Form.empty() : Form.parse(query);
  }

  /// Returns the host that is asked, with the port if the client said one; empty if an HTTP/1.0
  /// client did not say it. It is what the client claims.
  public String authority() {
    return head.authority();
  }

  /// Returns the fields of the head.
  public Headers headers() {
    return head.headers();
  }

  /// Returns the value of the first field of a name, or `null` if there is none.
  public @Nullable String header(String name) {
    return head.headers().first(name);
  }

  /// Returns the cookies, also several of one name.
  public List<Cookie> cookies() {
    return Cookie.parse(head.headers().all("Cookie"));
  }

  /// Returns the value of the first cookie of a name.
  public Optional<String> cookie(String name) {
    return cookies().stream()
        .filter(cookie -> cookie.name().equals(name))
        .map(Cookie::value)
        .findFirst();
  }

  /// Returns the content; an empty one if there is none.
  public RequestBody body() {
    var present = body;
    return present == null ? new RequestBody(head, connection) : present;
  }

  /// The content, if there is some.
  @Nullable RequestBody content() {
    return body;
  }

  /// Returns the minor version of the client's HTTP: 1, or 0 of a client from before 1997.
  public int minorVersion() {
    return head.minorVersion();
  }

  /// Returns the address of the other end of the connection: the client's, or that of a proxy
  /// before the server.
  public SocketAddress remoteAddress() {
    return connection.remoteAddress();
  }

  /// Returns whether the request came over TLS to this server.
  public boolean isSecure() {
    return connection.input().stream() instanceof TlsStream;
  }

  /// Returns the certificates by which the client said who it is, its own first; none if it did
  /// not, or if the request did not come over TLS.
  public List<X509Certificate> clientCertificates() {
    return connection.input().stream() instanceof TlsStream tls
        ? tls.peerCertificates()
        : List.of();
  }

  /// Returns the whole URL that is asked for, as far as the client and the connection say.
  ///
  /// @throws HttpParseException if there is none: the target is `*`, or an HTTP/1.0 client said no
  ///   host; the status is 400
  public Url url() throws HttpParseException {
    return head.targetForm() == RequestHead.TargetForm.ABSOLUTE
        ? Url.parse(head.target())
        : Url.parse((isSecure() ? "https://" : "http://") + head.authority() + head.target());
  }

  /// Returns the address at which the request came in.
  ///
  /// @throws IOException if the connection is closed
  public SocketAddress localAddress() throws IOException {
    return connection.input().stream().localAddress();
  }

  /// Returns by when the answer is wanted: the deadline of the scope in which this is called. Give
  /// what remains of it to the next server.
  ///
  /// @throws IllegalStateException if the calling thread runs no task
  public Deadline deadline() {
    return CancelScope.current().deadline();
  }

  /// Sends the answer now, while the handler goes on, and returns it: the handler is to return the
  /// same. For content that comes out of something which is open in a block only, such as the
  /// answer of another server:
  ///
  /// {@snippet class=dev.treadle.http.server.HttpServerSnippets region=answer lang=java}
  ///
  /// For the handler's own task. If the content fails midway the connection is cut, as if the
  /// handler had returned the answer; this returns all the same.
  ///
  /// @throws IllegalStateException if it was answered already
  /// @throws IOException if the connection was reset
  /// @throws dev.treadle.Cancelled if it was cancelled; the connection is closed then
  public Response answer(Response response) throws IOException {
    exchange.answer(Objects.requireNonNull(response, "response"));
    return response;
  }

  /// Cuts the connection, so that the client sees it reset: for a client that has earned no answer.
  /// Of an answer that was sent already it may not get the rest. Nothing more can be read or
  /// written, so what the handler returns goes nowhere. Never waits.
  ///
  /// @throws IOException if the system could not close the connection properly
  public void abort() throws IOException {
    connection.abort();
  }

  /// Chooses what becomes of this request if its client hangs up.
  public void onDisconnect(Disconnect choice) {
    onDisconnect = Objects.requireNonNull(choice, "choice");
  }

  Disconnect onDisconnect() {
    return onDisconnect;
  }

  RequestHead head() {
    return head;
  }

  /// Returns the method and the path, without the query, which may hold secrets.
  @Override
  public String toString() {
    return head.toString();
  }
}
