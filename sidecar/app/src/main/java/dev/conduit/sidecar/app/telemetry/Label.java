// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.telemetry;

/** The labels of metrics and the attributes of traces. All their values come from closed sets. */
enum Label {
  TIER("tier"),
  MODEL("model"),
  OUTCOME("outcome"),
  CAUSE("cause"),
  TARGET("target"),
  ENDPOINT("endpoint"),
  TYPE("type"),
  POLICY("policy"),
  REVISION("revision"),
  SOURCE("source"),
  AGREES("agrees"),
  RESULT("result"),
  BASIS("basis"),
  OPERATION("gen_ai.operation.name"),
  PROVIDER("gen_ai.provider.name"),
  REQUEST_MODEL("gen_ai.request.model"),
  TOKEN_TYPE("gen_ai.token.type");

  private final String key;

  Label(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }
}
