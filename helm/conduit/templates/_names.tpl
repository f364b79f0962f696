{{- /* SPDX-License-Identifier: Apache-2.0 */ -}}
{{- define "conduit.selector" -}}
app.kubernetes.io/name: conduit
app.kubernetes.io/component: operator
{{- end }}
{{- define "conduit.labels" -}}
{{ include "conduit.selector" . }}
{{ include "conduit.release" . }}
{{- end }}
{{- define "conduit.gpuProbe.selector" -}}
app.kubernetes.io/name: conduit
app.kubernetes.io/component: gpu-probe
{{- end }}
{{- define "conduit.gpuProbe.labels" -}}
{{ include "conduit.gpuProbe.selector" . }}
{{ include "conduit.release" . }}
{{- end }}
{{- define "conduit.release" -}}
app.kubernetes.io/part-of: conduit
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
{{- /* The full reference if one is given, else prefix, name and tag. Takes (list root reference name). */ -}}
{{- define "conduit.image" -}}
{{- $root := index . 0 -}}
{{- if index . 1 }}{{ index . 1 }}{{ else }}{{ $root.Values.images.prefix }}/{{ index . 2 }}:{{ $root.Values.images.tag | default $root.Chart.AppVersion }}{{ end }}
{{- end }}
