package dev.treadle.benchmarks.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Netty's codec on its event loops, with nothing around it.
final class NettyServer {

  private static final int LARGEST = 64 * 1024;

  private NettyServer() {}

  /// Serves until the process is ended.
  ///
  /// @param words the port; with TLS on another one, that port and the file of its [Identity], too
  public static void main(String[] words) throws Exception {
    boolean epoll = Epoll.isAvailable();
    var bootstrap =
        new ServerBootstrap()
            .group(
                new MultiThreadIoEventLoopGroup(
                    epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory()))
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
    if (words.length > 1) {
      var tls = SslContextBuilder.forServer(Identity.keys(words[2])).build();
      serve(bootstrap.clone(), words[1], tls);
    }
    serve(bootstrap, words[0], null);
  }

  private static void serve(ServerBootstrap bootstrap, String port, @Nullable SslContext tls)
      throws InterruptedException {
    bootstrap
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                if (tls != null) {
                  channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                }
                channel.pipeline().addLast(new HttpServerCodec(), new Handler());
              }
            })
        .bind("127.0.0.1", Integer.parseInt(port))
        .sync();
  }

  private static final class Handler extends SimpleChannelInboundHandler<HttpObject> {

    /// How many pieces of a stream are still to be written.
    private int left;

    private boolean writing;

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpRequest request) {
        switch (request.uri()) {
          case Answers.JSON -> answer(context, Answers.JSON_TYPE, Answers.json());
          case Answers.SLEEP -> answerLater(context, Answers.SLEEP_MILLIS);
          case Answers.SECOND -> answerLater(context, Answers.SECOND_MILLIS);
          case Answers.STREAM -> beginStream(context);
          case Answers.SOCKET -> upgrade(context, request);
          default -> answer(context, Answers.TEXT_TYPE, Answers.text());
        }
      }
    }

    private static void answerLater(ChannelHandlerContext context, int millis) {
      var _ =
          context
              .executor()
              .schedule(
                  () -> {
                    answer(context, Answers.TEXT_TYPE, Answers.text());
                    context.flush();
                  },
                  millis,
                  TimeUnit.MILLISECONDS);
    }

    private static void answer(ChannelHandlerContext context, String type, byte[] body) {
      var response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
      response
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, type)
          .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
      var _ = context.write(response);
    }

    private void beginStream(ChannelHandlerContext context) {
      var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
      response
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, Answers.BYTES_TYPE)
          .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      var _ = context.write(response);
      left = Answers.PIECES;
      goOn(context);
    }

    /// Writes as long as there is room, and is called when there is again.
    private void goOn(ChannelHandlerContext context) {
      writing = true;
      while (left > 0 && hasRoom(context)) {
        left--;
        var _ = context.write(new DefaultHttpContent(Unpooled.wrappedBuffer(Answers.piece())));
        if (left == 0) {
          var _ = context.write(LastHttpContent.EMPTY_LAST_CONTENT);
        }
      }
      writing = false;
      context.flush();
    }

    private static boolean hasRoom(ChannelHandlerContext context) {
      if (!context.channel().isWritable()) {
        context.flush();
      }
      return context.channel().isWritable();
    }

    private void upgrade(ChannelHandlerContext context, HttpRequest request) {
      context
          .pipeline()
          .addLast(
              new HttpObjectAggregator(LARGEST),
              new WebSocketServerProtocolHandler(Answers.SOCKET),
              new Echo())
          .remove(this);
      context.fireChannelRead(request);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      // A piece that is being written has parts, which are not to be torn apart.
      if (left > 0 && !writing) {
        goOn(context);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }

  private static final class Echo extends SimpleChannelInboundHandler<TextWebSocketFrame> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      var _ = context.write(frame.retain());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }
}
