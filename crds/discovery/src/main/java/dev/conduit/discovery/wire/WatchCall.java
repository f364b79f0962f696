// SPDX-License-Identifier: Apache-2.0
package dev.conduit.discovery.wire;

/** Names of the one call of {@code discovery.proto}, as they stand on the wire. */
public final class WatchCall {
  /** The service, with its package. */
  public static final String SERVICE = "conduit.discovery.v1.Discovery";

  /** The call. */
  public static final String METHOD = "Watch";

  /** Metadata that carries the caller's token, after {@link #BEARER}. */
  public static final String AUTHORIZATION = "authorization";

  /** The scheme before the token. */
  public static final String BEARER = "Bearer ";

  /** The audience that a caller's token must name. */
  public static final String AUDIENCE = "conduit-discovery";

  private WatchCall() {}
}
