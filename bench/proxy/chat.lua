-- SPDX-License-Identifier: Apache-2.0
-- One chat request of 1,024 bytes; the model is the one the environment names.
local model = os.getenv("BENCH_MODEL") or "auto"
local head = '{"model":"' .. model .. '","max_tokens":16,"temperature":0,"messages":[' ..
  '{"role":"system","content":"You are a helpful assistant. Answer in one sentence."},' ..
  '{"role":"user","content":"'
local tail = '"}]}'
local words = "The quick brown fox asks what the weather will be like in Lisbon tomorrow morning. "
local text = string.rep(words, 20):sub(1, 1024 - #head - #tail)
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
wrk.body = head .. text .. tail
