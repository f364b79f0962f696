// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import io.vertx.core.http.HttpHeaders;

/** The headers that tell a caller what became of its request, and those it can steer with. */
final class ConduitHeader {
  static final CharSequence TIER = HttpHeaders.createOptimized("x-conduit-tier");
  static final CharSequence MODEL = HttpHeaders.createOptimized("x-conduit-model");
  static final CharSequence ENDPOINT = HttpHeaders.createOptimized("x-conduit-endpoint");
  static final CharSequence REASON = HttpHeaders.createOptimized("x-conduit-reason");
  static final CharSequence ATTEMPTS = HttpHeaders.createOptimized("x-conduit-attempts");
  static final CharSequence ESCALATED = HttpHeaders.createOptimized("x-conduit-escalated");
  static final CharSequence OVERHEAD = HttpHeaders.createOptimized("x-conduit-overhead-us");
  static final CharSequence REVISION = HttpHeaders.createOptimized("x-conduit-policy-revision");
  static final CharSequence DATA_CLASS = HttpHeaders.createOptimized("x-conduit-data-class");
  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");

  private ConduitHeader() {}
}
