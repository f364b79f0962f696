// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.discovery;

import dev.conduit.discovery.wire.WatchCall;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.ServiceName;

/** The call without the sidecar's client around it, to do what that never would. */
final class RawCall {
  private RawCall() {}

  /** Open, with a good token, and nothing sent yet. */
  static GrpcClientRequest<Buffer, Buffer> open(Vertx vertx, Control control) {
    HttpClientOptions transport =
        new HttpClientOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setDefaultHost("localhost")
            .setTrustOptions(
                new PemTrustOptions().addCertValue(Buffer.buffer(control.tls.trusted())));
    GrpcClientOptions options =
        new GrpcClientOptions().setMaxMessageSize(16 << 20).setTransportOptions(transport);
    GrpcClient client = GrpcClient.client(vertx, options);
    GrpcClientRequest<Buffer, Buffer> request =
        Await.done(client.request(SocketAddress.inetSocketAddress(control.port(), "localhost")));
    request.serviceName(ServiceName.create(WatchCall.SERVICE)).methodName(WatchCall.METHOD);
    request.headers().set(WatchCall.AUTHORIZATION, WatchCall.BEARER + Control.GOOD);
    return request;
  }
}
