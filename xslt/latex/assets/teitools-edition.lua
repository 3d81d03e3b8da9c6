-- Metadata of the PDF (XMP, ISO 16684-1), made of what the .tex file says with \teimetadata and \hypersetup.
-- Only properties that XMP itself and PDF/A (ISO 19005-2, 6.6.2.3) know, so that no extension schema is needed.
local metadata = { }

-- A PDF string as hyperref writes it (\376\377\000C…, or letters) as UTF-8.
local function decoded(text)
  local bytes = { }
  local position = 1
  while position <= #text do
    local octal = text:match("^\\(%d%d%d)", position)
    if octal then
      bytes[#bytes + 1] = tonumber(octal, 8)
      position = position + 4
    else
      local escaped = text:match("^\\(.)", position)
      bytes[#bytes + 1] = (escaped or text:sub(position, position)):byte()
      position = position + (escaped and 2 or 1)
    end
  end
  if bytes[1] ~= 254 or bytes[2] ~= 255 then
    return string.char(table.unpack(bytes))
  end
  local characters = { }
  local high
  for index = 3, #bytes - 1, 2 do
    local unit = bytes[index] * 256 + bytes[index + 1]
    if unit >= 0xD800 and unit < 0xDC00 then
      high = unit
    elseif unit >= 0xDC00 and unit < 0xE000 and high then
      characters[#characters + 1] = utf8.char(0x10000 + (high - 0xD800) * 1024 + unit - 0xDC00)
    else
      characters[#characters + 1] = utf8.char(unit)
    end
  end
  return table.concat(characters)
end

local function escaped(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;"))
end

local said = { }

-- Note a property: its name, its language (or nothing), its value as a PDF string.
function metadata.add(name, language, value)
  local text = decoded(value)
  if text ~= "" then
    said[#said + 1] = { name = name, language = language, text = text }
  end
end

local function of(name)
  local found = { }
  for _, item in ipairs(said) do
    if item.name == name then found[#found + 1] = item end
  end
  return found
end

-- A property with several values (rdf:Bag, rdf:Seq) or one in several languages (rdf:Alt), as a line each.
local function property(lines, element, container, items)
  if #items == 0 then return end
  lines[#lines + 1] = "   <" .. element .. "><rdf:" .. container .. ">"
  local languages = { }
  for index, item in ipairs(items) do
    local language = ""
    if container == "Alt" then
      if index == 1 then
        lines[#lines + 1] = '    <rdf:li xml:lang="x-default">' .. escaped(item.text) .. "</rdf:li>"
      end
      if item.language == "" or languages[item.language] then goto continue end
      languages[item.language] = true
      language = ' xml:lang="' .. item.language .. '"'
    end
    lines[#lines + 1] = "    <rdf:li" .. language .. ">" .. escaped(item.text) .. "</rdf:li>"
    ::continue::
  end
  lines[#lines + 1] = "   </rdf:" .. container .. "></" .. element .. ">"
end

local function simple(lines, element, text)
  if text and text ~= "" then
    lines[#lines + 1] = "   <" .. element .. ">" .. escaped(text) .. "</" .. element .. ">"
  end
end

-- “D:20261129000000Z” as “2026-11-29T00:00:00Z”.
local function date(text)
  local year, month, day, hour, minute, second, zone = text:match("^D:(%d%d%d%d)(%d%d)(%d%d)(%d%d)(%d%d)(%d%d)(.*)$")
  if not year then return nil end
  zone = zone:gsub("'$", ""):gsub("'", ":")
  return string.format("%s-%s-%sT%s:%s:%s%s", year, month, day, hour, minute, second, zone)
end

-- Put the metadata into the PDF. `facts`: title, keywords, creator as hyperref has them; date; part and level of PDF/A.
function metadata.write(facts)
  local lines = {
    '<?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
    '    xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"',
    '    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">',
  }
  if facts.part ~= "" then
    simple(lines, "pdfaid:part", facts.part)
    simple(lines, "pdfaid:conformance", facts.level)
  end
  local titles = of("title")
  if #titles == 0 then titles = { { language = "", text = decoded(facts.title) } } end
  if titles[1].text == "" then titles = { } end
  property(lines, "dc:title", "Alt", titles)
  property(lines, "dc:creator", "Seq", of("creator"))
  property(lines, "dc:contributor", "Bag", of("contributor"))
  property(lines, "dc:publisher", "Bag", of("publisher"))
  property(lines, "dc:date", "Seq", of("date"))
  property(lines, "dc:language", "Bag", of("language"))
  for _, item in ipairs(of("identifier")) do simple(lines, "dc:identifier", item.text) break end
  property(lines, "dc:subject", "Bag", of("subject"))
  property(lines, "dc:description", "Alt", of("description"))
  property(lines, "dc:rights", "Alt", of("rights"))
  simple(lines, "dc:format", "application/pdf")
  for _, item in ipairs(of("licence")) do simple(lines, "xmpRights:WebStatement", item.text) break end
  for _, item in ipairs(of("address")) do simple(lines, "xmp:BaseURL", item.text) break end
  simple(lines, "pdf:Keywords", decoded(facts.keywords))
  simple(lines, "pdf:Producer", decoded(facts.producer))
  simple(lines, "xmp:CreatorTool", decoded(facts.creator))
  for _, element in ipairs({ "xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate" }) do
    simple(lines, element, date(facts.date))
  end
  lines[#lines + 1] = "  </rdf:Description>"
  lines[#lines + 1] = " </rdf:RDF>"
  lines[#lines + 1] = "</x:xmpmeta>"
  lines[#lines + 1] = '<?xpacket end="r"?>'
  local number = pdf.obj({
    type = "stream", immediate = true, compresslevel = 0, attr = "/Type /Metadata /Subtype /XML",
    string = table.concat(lines, "\n"),
  })
  pdf.setcatalog((pdf.getcatalog() or "") .. " /Metadata " .. number .. " 0 R")
end

teitools = teitools or { }
teitools.metadata = metadata
