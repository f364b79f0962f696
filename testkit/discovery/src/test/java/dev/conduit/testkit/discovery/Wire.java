// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.discovery;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A piece of network between both ends that can go dead without a word. */
final class Wire implements AutoCloseable {
  private final NetServer server;
  private final List<NetSocket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean isCut;

  Wire(Vertx vertx, int to) {
    server =
        vertx
            .createNetServer()
            .connectHandler(
                near -> {
                  sockets.add(near);
                  near.pause();
                  vertx
                      .createNetClient()
                      .connect(to, "127.0.0.1")
                      .onSuccess(
                          far -> {
                            sockets.add(far);
                            join(near, far);
                            join(far, near);
                            near.resume();
                          })
                      .onFailure(_ -> near.close());
                });
    Await.done(server.listen(0, "127.0.0.1"));
  }

  private void join(NetSocket from, NetSocket to) {
    from.handler(
        bytes -> {
          if (!isCut) {
            to.write(bytes);
          }
        });
    from.closeHandler(
        _ -> {
          if (!isCut) {
            to.close();
          }
        });
  }

  int port() {
    return server.actualPort();
  }

  /** Nothing passes any more, not even the end of a connection. */
  void cut() {
    isCut = true;
  }

  /** New connections pass; those that were cut stay dead. */
  void mend() {
    sockets.forEach(socket -> socket.handler(_ -> {}));
    isCut = false;
  }

  @Override
  public void close() {
    isCut = false;
    Await.done(server.close());
  }
}
