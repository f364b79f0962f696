// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of the data plane. Environment form: {@code CONDUIT_SIDECAR_LISTEN_PORT}. */
@ConfigMapping(prefix = "conduit.sidecar")
public interface SidecarConfig {
  /** Address that applications reach the OpenAI API on. */
  @WithDefault("127.0.0.1")
  String listenHost();

  /** Port of the OpenAI API; 0 takes a free one. */
  @WithDefault("8000")
  int listenPort();

  /** File with the routing snapshot; watched, may appear later. */
  @WithDefault("/etc/conduit/snapshot.json")
  Path snapshotFile();

  /** The control plane's discovery server, {@code host:port}; without it the file is the way. */
  Optional<String> discoveryAddress();

  /** RoutingPolicy to follow there, {@code namespace/name}. */
  Optional<String> policy();

  /** File with the CA certificates that vouch for the discovery server. */
  @WithDefault("/etc/conduit/ca.crt")
  Path discoveryCa();

  /** File with the ServiceAccount token for the discovery server. */
  @WithDefault("/var/run/secrets/conduit/token")
  Path discoveryToken();

  /** Name of the app that this data plane serves, for rules on apps. */
  Optional<String> app();

  /** Largest request body, in bytes. */
  @WithDefault("16777216")
  int maxBodyBytes();

  /** Memory for the bodies of all requests in flight, in bytes; counts those from 64 KiB. */
  @WithDefault("33554432")
  long maxBufferedBytes();

  /** Folder for outcomes and learned models; without it they are forgotten at the end. */
  Optional<Path> data();

  /**
   * Outcomes kept for each policy, at most; learning from 2048 of the longest takes some 30 MB for
   * a moment.
   */
  @WithDefault("2048")
  int maxOutcomes();

  /** Requests at a time; more are answered with 429. */
  @WithDefault("4096")
  int maxInFlight();

  /** Connections kept for each engine, at most. */
  @WithDefault("1024")
  int maxConnectionsPerEndpoint();

  /** How long a shutdown waits for requests in flight. */
  @WithDefault("30s")
  Duration shutdownTimeout();

  /** Event loops that serve the OpenAI API. */
  @WithDefault("1")
  int eventLoops();
}
