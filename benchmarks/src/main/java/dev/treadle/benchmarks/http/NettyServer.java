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
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.TimeUnit;

/// Netty's codec on its event loops, with nothing around it.
final class NettyServer {

  private NettyServer() {}

  public static void main(String[] words) throws InterruptedException {
    boolean epoll = Epoll.isAvailable();
    new ServerBootstrap()
        .group(
            new MultiThreadIoEventLoopGroup(
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory()))
        .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new HttpServerCodec(), new Handler());
              }
            })
        .bind("127.0.0.1", Integer.parseInt(words[0]))
        .sync();
  }

  private static final class Handler extends SimpleChannelInboundHandler<HttpObject> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpRequest request) {
        switch (request.uri()) {
          case Answers.JSON -> answer(context, Answers.JSON_TYPE, Answers.json());
          case Answers.SLEEP -> {
            var _ =
                context
                    .executor()
                    .schedule(
                        () -> {
                          answer(context, Answers.TEXT_TYPE, Answers.text());
                          context.flush();
                        },
                        Answers.SLEEP_MILLIS,
                        TimeUnit.MILLISECONDS);
          }
          default -> answer(context, Answers.TEXT_TYPE, Answers.text());
        }
      }
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

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }
}
