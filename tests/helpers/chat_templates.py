"""Chat templates to the patterns of published ones, and what each makes of one conversation.

Each is written anew after the ways of a family: what it refuses, which roles it knows, what it says by itself.
"""

# ruff: noqa: E501 (templates keep their own lines)

from __future__ import annotations

from dataclasses import dataclass

from engine.types import Message, Speaker

CONVERSATION = (
    Message(Speaker.SYSTEM, "SYS"),
    Message(Speaker.USER, "ONE"),
    Message(Speaker.ASSISTANT, "ANS"),
    Message(Speaker.USER, "TWO"),
)
_BOTH = "SYS\n\nONE"  # where a template takes no system's message


@dataclass(frozen=True, slots=True)
class Pattern:
    source: str
    expected: str  # of `CONVERSATION`, with "<s>" and "</s>" as the tokens of beginning and end


_ALTERNATES = (
    "{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}"
)

PATTERNS: dict[str, Pattern] = {
    "chatml": Pattern(
        "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + "
        "'<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
        "<|im_start|>system\nSYS<|im_end|>\n<|im_start|>user\nONE<|im_end|>\n<|im_start|>assistant\nANS<|im_end|>\n"
        "<|im_start|>user\nTWO<|im_end|>\n<|im_start|>assistant\n",
    ),
    "qwen 2.5: a system's message of its own, tools": Pattern(
        "{%- if tools %}{{- '<|im_start|>system\n# Tools\n' }}{%- for tool in tools %}{{- tool | tojson }}"
        "{%- endfor %}{{- '<|im_end|>\n' }}\n{%- else %}\n    {%- if messages[0]['role'] == 'system' %}\n"
        "        {{- '<|im_start|>system\n' + messages[0]['content'] + '<|im_end|>\n' }}\n    {%- else %}\n"
        "        {{- '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n' }}\n    {%- endif %}\n"
        "{%- endif %}\n{%- for message in messages %}\n    {%- if (message.role == 'user') or "
        "(message.role == 'system' and not loop.first) or (message.role == 'assistant' and not "
        "message.tool_calls) %}\n        {{- '<|im_start|>' + message.role + '\n' + message.content + "
        "'<|im_end|>' + '\n' }}\n    {%- endif %}\n{%- endfor %}\n{%- if add_generation_prompt %}\n"
        "    {{- '<|im_start|>assistant\n' }}\n{%- endif %}\n",
        "<|im_start|>system\nSYS<|im_end|>\n<|im_start|>user\nONE<|im_end|>\n<|im_start|>assistant\nANS<|im_end|>\n"
        "<|im_start|>user\nTWO<|im_end|>\n<|im_start|>assistant\n",
    ),
    "llama 2: the system's text inside the first turn": Pattern(
        "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}"
        "{% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}"
        "{% set system_message = false %}{% endif %}{% for message in loop_messages %}" + _ALTERNATES + ""
        "{% if loop.index0 == 0 and system_message != false %}"
        "{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}"
        "{% else %}{% set content = message['content'] %}{% endif %}{% if message['role'] == 'user' %}"
        "{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}"
        "{{ ' ' + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}",
        "<s>[INST] <<SYS>>\nSYS\n<</SYS>>\n\nONE [/INST] ANS </s><s>[INST] TWO [/INST]",
    ),
    "llama 3.1: dates, tools that are none": Pattern(
        "{{- bos_token }}\n{%- if custom_tools is defined %}\n    {%- set tools = custom_tools %}\n{%- endif %}\n"
        "{%- if not date_string is defined %}\n    {%- if strftime_now is defined %}\n"
        "        {%- set date_string = strftime_now('%d %b %Y')[:0] + '26 Jul 2024' %}\n    {%- else %}\n"
        "        {%- set date_string = '26 Jul 2024' %}\n    {%- endif %}\n{%- endif %}\n"
        "{%- if messages[0]['role'] == 'system' %}\n    {%- set system_message = messages[0]['content']|trim %}\n"
        "    {%- set messages = messages[1:] %}\n{%- else %}\n    {%- set system_message = '' %}\n{%- endif %}\n"
        "{{- '<|start_header_id|>system<|end_header_id|>\n\n' }}\n{%- if tools is not none %}\n"
        "    {{- 'Environment: ipython\n' }}\n{%- endif %}\n{{- 'Today Date: ' + date_string + '\n\n' }}\n"
        "{{- system_message }}\n{{- '<|eot_id|>' }}\n{%- for message in messages %}\n"
        "    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}\n"
        "        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'+ message['content'] | trim "
        "+ '<|eot_id|>' }}\n    {%- endif %}\n{%- endfor %}\n{%- if add_generation_prompt %}\n"
        "    {{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}\n{%- endif %}\n",
        "<s><|start_header_id|>system<|end_header_id|>\n\nToday Date: 26 Jul 2024\n\nSYS<|eot_id|>"
        "<|start_header_id|>user<|end_header_id|>\n\nONE<|eot_id|><|start_header_id|>assistant<|end_header_id|>"
        "\n\nANS<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nTWO<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\n",
    ),
    "mistral 0.1: no system, turns that alternate": Pattern(
        "{{ bos_token }}{% for message in messages %}" + _ALTERNATES + "{% if message['role'] == 'user' %}"
        "{{ '[INST] ' + message['content'] + ' [/INST]' }}{% elif message['role'] == 'assistant' %}"
        "{{ message['content'] + eos_token}}{% else %}"
        "{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}{% endfor %}",
        f"<s>[INST] {_BOTH} [/INST]ANS</s>[INST] TWO [/INST]",
    ),
    "mistral 0.3: the system's text in the last turn": Pattern(
        "{%- if messages[0]['role'] == 'system' %}\n    {%- set system_message = messages[0]['content'] %}\n"
        "    {%- set loop_messages = messages[1:] %}\n{%- else %}\n    {%- set loop_messages = messages %}\n"
        "{%- endif %}\n{%- if not tools is defined %}\n    {%- set tools = none %}\n{%- endif %}\n"
        "{%- set user_messages = loop_messages | selectattr('role', 'equalto', 'user') | list %}\n"
        "{%- set ns = namespace() %}\n{%- set ns.index = 0 %}\n{%- for message in loop_messages %}\n"
        "    {%- if not (message.role == 'tool' or (message.tool_calls is defined and message.tool_calls is not "
        "none)) %}\n        {%- if (message['role'] == 'user') != (ns.index % 2 == 0) %}\n"
        "            {{- raise_exception('After the optional system message, roles must alternate') }}\n"
        "        {%- endif %}\n        {%- set ns.index = ns.index + 1 %}\n    {%- endif %}\n{%- endfor %}\n"
        "{{- bos_token }}\n{%- for message in loop_messages %}\n    {%- if message['role'] == 'user' %}\n"
        "        {%- if tools is not none and (message == user_messages[-1]) %}\n            {{- '[AVAILABLE_TOOLS]' "
        "}}\n        {%- endif %}\n        {%- if loop.last and system_message is defined %}\n"
        "            {{- '[INST] ' + system_message + '\n\n' + message['content'] + '[/INST]' }}\n"
        "        {%- else %}\n            {{- '[INST] ' + message['content'] + '[/INST]' }}\n        {%- endif %}\n"
        "    {%- elif message['role'] == 'assistant' %}\n        {{- ' ' + message['content']|trim + eos_token}}\n"
        "    {%- endif %}\n{%- endfor %}\n",
        "<s>[INST] ONE[/INST] ANS</s>[INST] SYS\n\nTWO[/INST]",
    ),
    "gemma 2: a system's message is refused": Pattern(
        "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') "
        "}}{% endif %}{% for message in messages %}"
        + _ALTERNATES
        + "{% if (message['role'] == 'assistant') %}"
        "{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}"
        "{{ '<start_of_turn>' + role + '\n' + message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}"
        "{% if add_generation_prompt %}{{'<start_of_turn>model\n'}}{% endif %}",
        f"<s><start_of_turn>user\n{_BOTH}<end_of_turn>\n<start_of_turn>model\nANS<end_of_turn>\n"
        "<start_of_turn>user\nTWO<end_of_turn>\n<start_of_turn>model\n",
    ),
    "gemma 3: text or a list of parts": Pattern(
        "{{ bos_token }}\n{%- if messages[0]['role'] == 'system' -%}\n"
        "    {%- if messages[0]['content'] is string -%}\n"
        "        {%- set first_user_prefix = messages[0]['content'] + '\n\n' -%}\n    {%- else -%}\n"
        "        {%- set first_user_prefix = messages[0]['content'][0]['text'] + '\n\n' -%}\n    {%- endif -%}\n"
        "    {%- set loop_messages = messages[1:] -%}\n{%- else -%}\n    {%- set first_user_prefix = '' -%}\n"
        "    {%- set loop_messages = messages -%}\n{%- endif -%}\n{%- for message in loop_messages -%}\n"
        "    " + _ALTERNATES.replace("{% ", "{%- ").replace(" %}", " -%}") + "\n"
        "    {%- if (message['role'] == 'assistant') -%}\n        {%- set role = 'model' -%}\n    {%- else -%}\n"
        "        {%- set role = message['role'] -%}\n    {%- endif -%}\n"
        "    {{ '<start_of_turn>' + role + '\n' + (first_user_prefix if loop.first else '') }}\n"
        "    {%- if message['content'] is string -%}\n        {{ message['content'] | trim }}\n"
        "    {%- elif message['content'] is iterable -%}\n        {%- for item in message['content'] -%}\n"
        "            {%- if item['type'] == 'text' -%}{{ item['text'] | trim }}{%- endif -%}\n"
        "        {%- endfor -%}\n    {%- endif -%}\n    {{ '<end_of_turn>\n' }}\n{%- endfor -%}\n"
        "{%- if add_generation_prompt -%}\n    {{'<start_of_turn>model\n'}}\n{%- endif -%}\n",
        f"<s><start_of_turn>user\n{_BOTH}<end_of_turn>\n<start_of_turn>model\nANS<end_of_turn>\n"
        "<start_of_turn>user\nTWO<end_of_turn>\n<start_of_turn>model\n",
    ),
    "phi 3: a system's message is passed over": Pattern(
        "{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') %}"
        "{{'<|user|>' + '\n' + message['content'] + '<|end|>' + '\n' + '<|assistant|>' + '\n'}}"
        "{% elif (message['role'] == 'assistant') %}{{message['content'] + '<|end|>' + '\n'}}{% endif %}"
        "{% endfor %}",
        f"<s><|user|>\n{_BOTH}<|end|>\n<|assistant|>\nANS<|end|>\n<|user|>\nTWO<|end|>\n<|assistant|>\n",
    ),
    "smollm 3: the model's words in a block of their own": Pattern(
        "{%- for message in messages -%}\n    {%- set content = message.content if message.content is string "
        "else '' -%}\n    {%- if message.role == 'assistant' -%}\n        {% generation %}\n"
        "        {{- '<|im_start|>assistant\n' + content.lstrip('\n') + '<|im_end|>\n' }}\n"
        "        {%- endgeneration -%}\n    {%- else -%}\n"
        "        {{- '<|im_start|>' + message.role + '\n' + content + '<|im_end|>\n' }}\n    {%- endif -%}\n"
        "{%- endfor -%}\n{%- if add_generation_prompt -%}{{ '<|im_start|>assistant\n' }}{%- endif -%}",
        "<|im_start|>system\nSYS<|im_end|>\n<|im_start|>user\nONE<|im_end|>\n<|im_start|>assistant\nANS<|im_end|>\n"
        "<|im_start|>user\nTWO<|im_end|>\n<|im_start|>assistant\n",
    ),
    "granite: documents that are none": Pattern(
        "{%- if messages[0]['role'] == 'system' %}\n    {%- set system_message = messages[0]['content'] %}\n"
        "    {%- set loop_messages = messages[1:] %}\n{%- else %}\n    {%- set system_message = 'Granite.' %}\n"
        "    {%- set loop_messages = messages %}\n{%- endif %}\n"
        "{{- '<|start_of_role|>system<|end_of_role|>' + system_message + '<|end_of_text|>\n' }}\n"
        "{%- if documents is not none %}\n    {{- '<|start_of_role|>documents<|end_of_role|>' }}\n"
        "    {{- documents | tojson(indent=4, ensure_ascii=False) }}\n{%- endif %}\n"
        "{%- for message in loop_messages %}\n"
        "    {{- '<|start_of_role|>' + message['role'] + '<|end_of_role|>' + message['content'] + "
        "'<|end_of_text|>\n' }}\n    {%- if loop.last and add_generation_prompt %}\n"
        "        {{- '<|start_of_role|>assistant<|end_of_role|>' }}\n    {%- endif %}\n{%- endfor %}",
        "<|start_of_role|>system<|end_of_role|>SYS<|end_of_text|>\n<|start_of_role|>user<|end_of_role|>ONE"
        "<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>ANS<|end_of_text|>\n"
        "<|start_of_role|>user<|end_of_role|>TWO<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>",
    ),
    "deepseek coder: instructions and responses": Pattern(
        "{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}\n"
        "{%- set ns = namespace(found=false) -%}\n{%- for message in messages -%}\n"
        "    {%- if message['role'] == 'system' -%}{%- set ns.found = true -%}{%- endif -%}\n{%- endfor -%}\n"
        "{{bos_token}}{%- if not ns.found -%}{{'You are a programmer.\n'}}{%- endif %}\n"
        "{%- for message in messages %}\n    {%- if message['role'] == 'system' %}\n"
        "{{ message['content'] + '\n' }}\n    {%- elif message['role'] == 'user' %}\n"
        "{{'### Instruction:\\n' + message['content'] + '\\n'}}\n    {%- else %}\n"
        "{{'### Response:\\n' + message['content'] + '\\n<|EOT|>\\n'}}\n    {%- endif %}\n{%- endfor %}\n"
        "{% if add_generation_prompt %}{{'### Response:'}}{% endif %}",
        "<s>SYS\n### Instruction:\nONE\n### Response:\nANS\n<|EOT|>\n### Instruction:\nTWO\n### Response:",
    ),
    "zephyr": Pattern(
        "{% for message in messages %}\n{% if message['role'] == 'user' %}\n"
        "{{ '<|user|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'system' %}\n"
        "{{ '<|system|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'assistant' %}\n"
        "{{ '<|assistant|>\n'  + message['content'] + eos_token }}\n{% endif %}\n"
        "{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}",
        "<|system|>\nSYS</s>\n<|user|>\nONE</s>\n<|assistant|>\nANS</s>\n<|user|>\nTWO</s>\n<|assistant|>\n",
    ),
    "command r: macros": Pattern(
        "{%- macro turn(role, text) -%}{{ '<|START_OF_TURN_TOKEN|><|' + role + '_TOKEN|>' + text + "
        "'<|END_OF_TURN_TOKEN|>' }}{%- endmacro -%}\n{{- bos_token -}}\n{%- for message in messages -%}\n"
        "{%- set role = {'user': 'USER', 'assistant': 'CHATBOT', 'system': 'SYSTEM'}[message['role']] -%}\n"
        "{{- turn(role, message['content']) -}}\n{%- endfor -%}\n"
        "{%- if add_generation_prompt -%}{{ '<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>' }}{%- endif -%}",
        "<s><|START_OF_TURN_TOKEN|><|SYSTEM_TOKEN|>SYS<|END_OF_TURN_TOKEN|><|START_OF_TURN_TOKEN|><|USER_TOKEN|>ONE"
        "<|END_OF_TURN_TOKEN|><|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>ANS<|END_OF_TURN_TOKEN|>"
        "<|START_OF_TURN_TOKEN|><|USER_TOKEN|>TWO<|END_OF_TURN_TOKEN|><|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>",
    ),
    "vicuna": Pattern(
        "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}"
        "{% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}"
        "{% set system_message = '' %}{% endif %}{{ system_message }}{% for message in loop_messages %}"
        "{% if message['role'] == 'user' %}{{ '\n\nUSER: ' + message['content'].strip() }}{% else %}"
        "{{ '\nASSISTANT: ' + message['content'].strip() + eos_token }}{% endif %}{% endfor %}"
        "{% if add_generation_prompt %}{{ '\nASSISTANT:' }}{% endif %}",
        "SYS\n\nUSER: ONE\nASSISTANT: ANS</s>\n\nUSER: TWO\nASSISTANT:",
    ),
    "hermes: keys gone through, a loop that is left": Pattern(
        "{%- for message in messages %}\n{%- for key, value in message.items() %}\n"
        "{%- if key == 'content' %}\n{{- '<|im_start|>' ~ message.get('role', 'user') ~ '\n' ~ value ~ "
        "'<|im_end|>\n' }}\n{%- break %}\n{%- endif %}\n{%- endfor %}\n{%- endfor %}\n"
        "{{- '<|im_start|>assistant\n' if add_generation_prompt else '' }}",
        "<|im_start|>system\nSYS<|im_end|>\n<|im_start|>user\nONE<|im_end|>\n<|im_start|>assistant\nANS<|im_end|>\n"
        "<|im_start|>user\nTWO<|im_end|>\n<|im_start|>assistant\n",
    ),
}
