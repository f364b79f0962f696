// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.cascade;

import com.google.re2j.Pattern;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.conduit.contract.Expression;

/**
 * Holds values against JSON Schemas of callers. Nothing is fetched, expressions take linear time,
 * and no schema is known to the next request. A schema that cannot be used throws; it may also take
 * long or go deep, so a thread that matters is no place for it.
 */
final class Schemas {
  private static final SchemaRegistryConfig CONFIG =
      SchemaRegistryConfig.builder()
          .regularExpressionFactory(
              text -> {
                Pattern pattern = Expression.compile(text);
                return value -> pattern.matcher(value).find();
              })
          .build();

  private Schemas() {}

  static boolean holds(String schema, String value) {
    if (!SchemaSize.isBounded(schema)) {
      throw new IllegalArgumentException("the schema refers to itself too often");
    }
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            with ->
                with.schemaRegistryConfig(CONFIG)
                    .schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false)));
    return registry.getSchema(schema, InputFormat.JSON).validate(value, InputFormat.JSON).isEmpty();
  }
}
